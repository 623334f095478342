/** The feed's contract, made from the schemas that check what goes in and out. */
import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { MilestonesAnswer, MilestonesQuery } from './milestones.ts';

/** RFC 9457, as every refusal of the API is told. */
export const Problem = z
	.object({
		type: z.string(),
		title: z.string().meta({ description: 'For people, in the language asked for.' }),
		status: z.int(),
		code: z.string().meta({ description: 'For programs; stays the same.' }),
		errors: z
			.array(z.object({ field: z.string(), pointer: z.string(), code: z.string(), detail: z.string() }))
			.optional()
			.meta({ description: 'Each field at fault.' }),
		instance: z.string().optional()
	})
	.meta({ id: 'Problem' });

const refusal = (description: string) => ({
	description,
	content: { 'application/problem+json': { schema: Problem } }
});
const refusals = {
	'400': refusal('A parameter is wrong; `errors` names each.'),
	'401': refusal('No key, or one that is unknown, expired or revoked.'),
	'403': refusal('The key lacks the scope.')
};

/** OpenAPI 3.1. `origin` is where this deployment is reached. */
export function contract(origin: string) {
	return createDocument({
		openapi: '3.1.0',
		info: {
			title: 'Groundwork',
			version: '1',
			summary: 'Milestones of CBI groups, with consent.',
			description:
				'A participant appears only while a consent names the recipient in whose name the key reads. Consent is checked at ' +
				'each request, and each answer is logged as a disclosure. No consent and no such person look the same.',
			license: { name: 'As agreed with the program', url: `${origin}/handbook` }
		},
		servers: [{ url: origin }],
		security: [{ key: [] }],
		components: {
			securitySchemes: {
				key: { type: 'http', scheme: 'bearer', description: 'A key made on the administration pages.' }
			}
		},
		tags: [{ name: 'Milestones', description: 'What participants reached.' }],
		paths: {
			'/api/v1/milestones': {
				get: {
					operationId: 'listMilestones',
					tags: ['Milestones'],
					summary: 'Milestones in order, at least once',
					description:
						'Follow `next` from answer to answer and keep each id once. A milestone taken back comes as `milestone.voided`. A consent ' +
						'given later brings the earlier milestones with it. Scope: `milestones`.',
					requestParams: { query: MilestonesQuery },
					responses: {
						'200': {
							description: 'Milestones after the cursor, oldest first.',
							content: { 'application/json': { schema: MilestonesAnswer } }
						},
						...refusals
					}
				}
			},
			'/api/v1/openapi.json': {
				get: {
					operationId: 'contract',
					tags: ['Milestones'],
					summary: 'This document',
					security: [],
					responses: {
						'200': {
							description: 'OpenAPI 3.1.',
							content: { 'application/json': { schema: z.looseObject({}) } }
						}
					}
				}
			}
		}
	});
}

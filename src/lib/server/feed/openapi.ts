/** The feed's contract, made from the schemas that check what goes in and out. */
import { z } from 'zod';
import { createDocument } from 'zod-openapi';
import { AttendanceAnswer } from './attendance.ts';
import { EnrollmentsAnswer } from './enrollments.ts';
import { ListQuery } from './lists.ts';
import { HandoffsAnswer, WrittenHandoff, WrittenHandoffAnswer } from './handed.ts';
import { IdempotencyKey } from './idempotency.ts';
import { WrittenAnswer, WrittenMark } from './marks.ts';
import { GroupsAnswer, SessionsAnswer } from './meetings.ts';
import { MilestonesAnswer } from './milestones.ts';
import { ReconciliationAnswer, ReconciliationQuery } from './reconciliation.ts';

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
	headers: rateHeaders,
	content: { 'application/problem+json': { schema: Problem } }
});
const rateHeaders = {
	RateLimit: {
		description:
			'What is left of the rate: `r` requests for `t` seconds (IETF draft "RateLimit header fields").',
		schema: { type: 'string' as const }
	},
	'RateLimit-Policy': {
		description: 'The rate: `q` requests in `w` seconds, for each key.',
		schema: { type: 'string' as const }
	}
};
const refusals = {
	'400': refusal(
		'A parameter is wrong; `errors` names each. A cursor of another recipient or list is refused so.'
	),
	'401': refusal('No key, or one that is unknown, expired or revoked.'),
	'403': refusal('The key lacks the scope.'),
	'429': refusal('More requests than the rate allows: wait as many seconds as `Retry-After` says.')
};
const etag = {
	ETag: {
		description: 'Show it as `If-None-Match`, and the same answer is not told again.',
		schema: { type: 'string' as const }
	}
};
const known = z.object({
	'if-none-match': z.string().optional().meta({ description: 'The `ETag` of the answer that you have.' })
});

type Told = { operationId: string; tag: string; scope: string; summary: string; description: string };

/** A list that is followed by its cursor. */
const listed = ({ operationId, tag, scope, summary, description }: Told, answer: z.ZodType) => ({
	operationId,
	tags: [tag],
	summary,
	description: `${description} Follow \`next\` from answer to answer. Scope: \`${scope}\`.`,
	requestParams: { query: ListQuery, header: known },
	responses: {
		'200': {
			description: 'Records after the cursor, oldest first.',
			headers: { ...etag, ...rateHeaders },
			content: { 'application/json': { schema: answer } }
		},
		'304': { description: 'You have this answer. Nothing was told, and nothing is logged.' },
		...refusals
	}
});

const milestones = listed(
	{
		...{ operationId: 'listMilestones', tag: 'Milestones', scope: 'milestones' },
		summary: 'Milestones in order, at least once',
		description:
			'Keep each id once. A milestone taken back comes as `milestone.voided`. A consent given later brings the earlier ' +
			'milestones with it. A consent to completion alone lets out the milestone "completed" alone.'
	},
	MilestonesAnswer
);
const enrollments = listed(
	{
		...{ operationId: 'listEnrollments', tag: 'Enrollments', scope: 'enrollments' },
		summary: 'Enrollments in order, at least once',
		description:
			'One that changes comes again with its new state and version. Why somebody left is never told.'
	},
	EnrollmentsAnswer
);
const attendance = listed(
	{
		...{ operationId: 'listAttendance', tag: 'Attendance', scope: 'attendance' },
		summary: 'Attendance in order, at least once',
		description:
			'One record for each person and session: the day, there or not, the minutes. One that is corrected comes again ' +
			'with its new state and version. Why somebody was away is never told.'
	},
	AttendanceAnswer
);
const handoffs = listed(
	{
		...{ operationId: 'listHandoffs', tag: 'Handoffs', scope: 'handoffs' },
		summary: 'Handoffs in order, at least once',
		description:
			'Of participants who asked to be put in touch and chose this recipient: the kind of help and how to reach them, no ' +
			'story. One that changes comes again, one that is over no more.'
	},
	HandoffsAnswer
);
const answerHandoff = {
	operationId: 'writeHandoff',
	tags: ['Handoffs'],
	summary: 'Say what has become of a handoff',
	description:
		'In order: received, contacted, connected, closed. The participant sees it. Sent again under its `Idempotency-Key` it ' +
		'changes nothing. Scope: `handoffs`.',
	requestParams: {
		header: z.object({
			'idempotency-key': IdempotencyKey.meta({ description: 'A key of your own for this answer.' })
		})
	},
	requestBody: { required: true, content: { 'application/json': { schema: WrittenHandoff } } },
	responses: {
		'201': {
			description: 'It was said, now or before.',
			headers: rateHeaders,
			content: { 'application/json': { schema: WrittenHandoffAnswer } }
		},
		...refusals,
		'404': refusal('No such handoff, or no consent that lets you know of it.'),
		'409': refusal('Not what comes next, or somebody else answered in between.'),
		'415': refusal('The body is no JSON.')
	}
};
const groups = listed(
	{
		...{ operationId: 'listGroups', tag: 'Organizations', scope: 'groups' },
		summary: 'Groups in order',
		description: 'About no person.'
	},
	GroupsAnswer
);
const sessions = listed(
	{
		...{ operationId: 'listSessions', tag: 'Organizations', scope: 'sessions' },
		summary: 'Sessions of groups in order',
		description: 'About no person. One that is moved, cancelled or held comes again.'
	},
	SessionsAnswer
);

const write = {
	operationId: 'writeAttendance',
	tags: ['Attendance'],
	summary: 'Say one thing about one person’s attendance',
	description:
		'For the key of one organization, about its own sessions. Each mark is an operation: sent again under its ' +
		'`Idempotency-Key` with the same body, it changes nothing and is answered alike; with another body it is refused (409). ' +
		'Without `If-Match` it stands beside what was said before, and where the two contradict each other `review` is true: ' +
		'nothing is awarded or voided until staff settle it. With `If-Match` (the version of the record, in quotes) it takes ' +
		'the place of what was said. A session that has ended needs `correction`; one that is locked is its staff’s to correct. ' +
		'Scope: `attendance:write`.',
	requestParams: {
		header: z.object({
			'idempotency-key': IdempotencyKey.meta({ description: 'A key of your own for this mark.' }),
			'if-match': z.string().optional().meta({ description: 'Version of the record that it replaces.' })
		})
	},
	requestBody: { required: true, content: { 'application/json': { schema: WrittenMark } } },
	responses: {
		'201': {
			description: 'It was said, now or before.',
			headers: {
				...rateHeaders,
				ETag: { description: 'Version of the record now.', schema: { type: 'string' as const } }
			},
			content: { 'application/json': { schema: WrittenAnswer } }
		},
		...refusals,
		'404': refusal('No such session, or nobody of its group.'),
		'409': refusal(
			'The session was cancelled or is not yet; the person had left; the key was used for something else.'
		),
		'412': refusal('The record has another version than `If-Match` says.'),
		'413': refusal('More than 64 kB.'),
		'415': refusal('The body is no JSON.')
	}
};

const reconciliation = {
	operationId: 'reconcile',
	tags: ['Reconciliation'],
	summary: 'Counts and checksums of what you should hold',
	description:
		'For each day or month, over what may be told today. Days: of a milestone `at` (UTC), of an enrollment `enrolled`, of ' +
		'attendance and of a session `date`, of a group `starts`. Lines: of a milestone its id; of all others id, a colon, ' +
		'version. Sort the lines by their bytes, end each with a line feed, and take the SHA-256 in hexadecimal. Follow the list ' +
		'to its end first. Where you hold more than this says, a consent has ended or was revoked: you may not use these ' +
		'records any longer under it; read the list again from the beginning and remove what no longer comes. Scope: that of ' +
		'the resource.',
	requestParams: { query: ReconciliationQuery },
	responses: {
		'200': {
			description: 'Periods with records, in order.',
			headers: rateHeaders,
			content: { 'application/json': { schema: ReconciliationAnswer } }
		},
		...refusals
	}
};

/** OpenAPI 3.1. `origin` is where this deployment is reached. */
export function contract(origin: string) {
	return createDocument({
		openapi: '3.1.0',
		info: {
			title: 'Groundwork',
			version: '1',
			summary: 'CBI groups: what was reached, with consent.',
			description:
				'A participant appears only while a consent names the recipient in whose name the key reads, and the kind of ' +
				'information. Consent is checked at each request, and each answer is logged as a disclosure. No consent and no such ' +
				'person look the same. A revocation is told to nobody: what it covered is not told any more, and the reconciliation ' +
				'no longer counts it.',
			license: { name: 'As agreed with the program', url: `${origin}/handbook` }
		},
		servers: [{ url: origin }],
		security: [{ key: [] }],
		components: {
			securitySchemes: {
				key: { type: 'http', scheme: 'bearer', description: 'A key made on the administration pages.' }
			}
		},
		tags: [
			{ name: 'Milestones', description: 'What participants reached.' },
			{ name: 'Enrollments', description: 'Who is in which group.' },
			{ name: 'Attendance', description: 'Who was there.' },
			{ name: 'Handoffs', description: 'Who wants to be put in touch.' },
			{ name: 'Organizations', description: 'What is held, about no person.' },
			{ name: 'Reconciliation', description: 'Proof that a copy is whole.' },
			{ name: 'Contract', description: 'This document.' }
		],
		paths: {
			'/api/v1/milestones': { get: milestones },
			'/api/v1/enrollments': { get: enrollments },
			'/api/v1/attendance': { get: attendance, post: write },
			'/api/v1/handoffs': { get: handoffs, post: answerHandoff },
			'/api/v1/groups': { get: groups },
			'/api/v1/sessions': { get: sessions },
			'/api/v1/reconciliation': { get: reconciliation },
			'/api/v1/openapi.json': {
				get: {
					operationId: 'contract',
					tags: ['Contract'],
					summary: 'This document',
					security: [],
					responses: {
						'200': {
							description: 'OpenAPI 3.1.',
							content: { 'application/json': { schema: z.looseObject({}) } }
						},
						'405': { description: 'It is only read.' }
					}
				}
			}
		}
	});
}

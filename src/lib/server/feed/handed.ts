/** The feed of handoffs: who asked to be put in touch, for the recipient that they chose; and its answers. */
import { z } from 'zod';
import type { Db } from '../db/open.ts';
import type { Id } from '../ids.ts';
import type { Key } from '../policy.ts';
import { uuid } from '../domain/inputs.ts';
import { handoffCategories, handoffOutcomes, handoffStates } from '#lib/handoffs.ts';
import { contactWays } from '#lib/vocabulary.ts';
import { answerFromFeed, FeedAnswer, handoffsFor } from './handoffs.ts';
import { operationFor } from './idempotency.ts';
import { versionOf, type ListQuery } from './lists.ts';
import { consent, noticed, participant, version } from './shapes.ts';
import { tellPage, type List } from './telling.ts';

const about = {
	id: z.uuid(),
	participant,
	organization: z.uuid(),
	category: z.enum(handoffCategories),
	state: z.enum(handoffStates),
	asked: z.iso.date().nullable(),
	until: z.iso.date().nullable().meta({ description: 'Day until which it may be known.' }),
	language: z
		.enum(['en', 'es'])
		.nullable()
		.meta({ description: 'In which the person wants to be spoken to.' }),
	reach: z
		.strictObject({
			way: z.enum(contactWays),
			line: z.string().nullable(),
			askFor: z.string().nullable(),
			neutral: z.boolean().meta({ description: 'Messages say nothing of the program.' })
		})
		.nullable(),
	version
};
export const FedHandoff = z.strictObject({ ...about, consent }).meta({ id: 'Handoff' });
export const HandoffsAnswer = z
	.strictObject({ handoffs: z.array(FedHandoff), ...noticed })
	.meta({ id: 'Handoffs' });
type Told = Omit<z.infer<typeof FedHandoff>, 'consent'>;

const listFor = (key: Key): List<Told> => ({
	resource: 'handoffs',
	action: 'feed.handoffs',
	async records(tx, entries) {
		const ids = entries.map(({ recordId }) => recordId);
		const found = ids.length === 0 ? [] : await handoffsFor(tx, key, { ids, limit: ids.length });
		return new Map(found.map((row) => [row.id, asFed(row)]));
	}
});

type Row = Awaited<ReturnType<typeof handoffsFor>>[number];

function asFed({ id, number, organizationId, category, state, askedOn, until, language, reach }: Row): Told {
	const told = {
		...{ id, participant: { number }, organization: organizationId, category, state },
		...{ asked: askedOn?.slice(0, 10) ?? null, until, language, reach }
	};
	return { ...told, version: versionOf(told) };
}

/** Open handoffs that went to this recipient; one that changes comes again. @throws 403; 400 beside `after` */
export async function taggedHandoffs(db: Db, key: Key, query: ListQuery, known?: string | null) {
	const { tag, answer } = await tellPage(db, key, listFor(key), query, known);
	if (!answer) return { tag, answer };
	const { records, ...rest } = answer;
	return { tag, answer: { handoffs: records, ...rest } satisfies z.infer<typeof HandoffsAnswer> };
}

export const WrittenHandoff = z
	.strictObject({
		handoff: uuid,
		state: z.enum(['received', 'contacted', 'connected', 'closed']),
		outcome: z
			.enum(handoffOutcomes)
			.nullable()
			.default(null)
			.meta({ description: 'Why it is closed; of no other state.' })
	})
	.refine(({ state, outcome }) => (state === 'closed') === (outcome !== null), {
		...{ path: ['outcome'], message: 'choice' }
	})
	.meta({ id: 'NewHandoffState' });
export const WrittenHandoffAnswer = z
	.strictObject({
		id: z.uuid(),
		state: z.enum(handoffStates),
		outcome: z.enum(handoffOutcomes).nullable()
	})
	.meta({ id: 'HandoffState' });

/** What the recipient says has become of one. @throws as `answerFromFeed`; 400 beside `Idempotency-Key` */
export async function writeHandoff(
	db: Db,
	key: Key,
	{ handoff, ...said }: z.output<typeof WrittenHandoff>,
	idempotencyKey: string | null
): Promise<{ id: Id; state: string; outcome: string | null }> {
	const operationId = operationFor(key, idempotencyKey);
	return answerFromFeed(db, key, handoff, FeedAnswer.parse({ operationId, ...said }));
}

/** Exports: files with the rows of the screens, for those who may see the screens. Each is logged before it is sent. */
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read } from '../db/open.ts';
import { allow, organizationsOf, type Actor } from '../policy.ts';
import { plusDays } from './days.ts';
import { appendEvents } from './events.ts';
import { dayText } from './inputs.ts';
import { findProgram } from './organizations.ts';
import { dayIn } from './schedule.ts';

export const exportKinds = ['people', 'attendance', 'milestones', 'dosage'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** Days that a file covers where nobody says otherwise. */
const usualSpan = 90;

/** What the address of the page asks for; anything unknown falls back, so that an old link still opens. */
export const ExportQuery = z.object({
	kind: z.enum(exportKinds).catch('attendance').default('attendance'),
	from: dayText.optional().catch(undefined),
	to: dayText.optional().catch(undefined),
	group: z.uuid().optional().catch(undefined)
});
export type ExportQuery = z.infer<typeof ExportQuery>;
export type Span = { from: string; to: string };

/** First and last day, of which the first never comes after the last. */
export async function spanOf(read: Read, { from, to }: Pick<ExportQuery, 'from' | 'to'>): Promise<Span> {
	const today = dayIn((await findProgram(read)).zone, now());
	const last = to ?? (from && from > today ? from : today);
	const first = from ?? plusDays(last, -usualSpan);
	return first <= last ? { from: first, to: last } : { from: last, to: first };
}

export type Asked = Pick<ExportQuery, 'group'> & Span;

/**
 * Logs that a file is taken along, before any of it is sent.
 * @throws 403
 */
export async function logExport(db: Db, actor: Actor, kind: ExportKind, { group, ...span }: Asked) {
	await db.write(async (tx) => {
		allow(actor, 'people.list');
		const data = { ...span, ...(group && { group }) };
		await appendEvents(
			tx,
			actor,
			organizationsOf(actor, 'coordinator').map((organizationId) => ({
				...{ organizationId, subject: `organization:${organizationId}` },
				...{ kind: `export.${kind}`, data }
			}))
		);
	});
}

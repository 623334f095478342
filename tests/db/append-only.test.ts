import { describe, expect, test, type TestContext } from 'vitest';
import { now } from '#lib/server/clock.ts';
import { isPostgres } from '#lib/server/db/dialect.ts';
import { appendOnly } from '#lib/server/db/migrate.ts';
import type { Tx } from '#lib/server/db/open.ts';
import * as schema from '#lib/server/db/schema/index.ts';
import { connect, sqlitePath } from '#lib/server/db/sqlite.ts';
import { announceAbsence } from '#lib/server/domain/announcements.ts';
import { acknowledgeObservation, signObservation } from '#lib/server/domain/observation-forms.ts';
import { withdrawObservation } from '#lib/server/domain/observations.ts';
import { recordCredential } from '#lib/server/domain/credentials.ts';
import { reportSession } from '#lib/server/domain/self-reports.ts';
import { askAbout, explainDispute } from '#lib/server/domain/disputes.ts';
import { noteTry } from '#lib/server/domain/outreach.ts';
import { recordKeepApart } from '#lib/server/domain/keep-aparts.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { recordHomework } from '#lib/server/domain/homework.ts';
import { reopenSession } from '#lib/server/domain/reopenings.ts';
import { recordPractice } from '#lib/server/domain/practices.ts';
import { revokeConsent } from '#lib/server/domain/consents.ts';
import { newId } from '#lib/server/ids.ts';
import { noteEngagement } from '#lib/server/domain/engagements.ts';
import { beginSession } from '#lib/server/domain/starts.ts';
import { feedMilestones } from '#lib/server/feed/milestones.ts';
import { getTableName, type Table } from 'drizzle-orm';
import { filled as anyRow, primaryKeyOf } from '../support/filling.ts';
import { asked, filled, observing } from '../support/observing.ts';
import { hasTwoConnections } from '../support/database.ts';
import { command } from '../support/postgres.ts';
import { referred } from '../support/referring.ts';
import { hold, note } from '../support/telling.ts';
import type { world } from '../support/world.ts';

/** By their names in the database. */
const tables = new Map(
	Object.values(schema)
		.filter((one) => typeof one === 'object' && one !== null && Symbol.for('drizzle:IsDrizzleTable') in one)
		.map((table) => [getTableName(table as unknown as Table), table as unknown as Table])
);

/** A world in which each of the tables has a row. */
async function lived(context: TestContext) {
	if (!hasTwoConnections()) context.skip('PGlite can’t be opened twice');
	const cast = await observing();
	const { db, fatima, carl, andre, key, tuesdaySession } = cast;
	await beginSession(db, fatima, tuesdaySession, { operationId: newId(), startedAt: null });
	await hold(db, fatima, tuesdaySession, [andre]);
	const part = { enrollmentId: andre.id, level: 'some' as const, correction: 'sheet' as const };
	await noteEngagement(db, fatima, tuesdaySession, { operationId: newId(), ...part });
	await recordPractice(db, fatima, tuesdaySession, note(andre.id, 'lesson-one', { correction: 'sheet' }));
	const back = { operationId: newId(), enrollmentId: andre.id, lessonId: 'lesson-one', replaces: [] };
	await recordHomework(db, fatima, tuesdaySession, { ...back, state: 'returned', correction: 'sheet' });
	const { id } = await cast.consent(andre);
	await feedMilestones(db, key, { after: '0', limit: 10 });
	await revokeConsent(db, carl, andre.participantId, id);
	await db.write((tx) => tx.insert(schema.scheduleChanges).values(changeOf(cast)).returning());
	await db.write((tx) => tx.insert(schema.makeUps).values(makeUpOf(cast)).returning());
	await db.write((tx) => tx.insert(schema.checkIns).values(checkInOf(cast)).returning());
	const disputeId = newId();
	await askAbout(db, cast.self(andre), tuesdaySession, {
		...{ operationId: disputeId, claim: 'came-earlier', line: null }
	});
	await explainDispute(db, fatima, disputeId, { operationId: newId(), answer: 'seen' });
	await referred(cast);
	const tried = {
		operationId: newId(),
		day: '2026-03-03',
		way: 'call' as const,
		outcome: 'reached' as const
	};
	const away = { operationId: newId(), enrollmentId: andre.id, reason: 'court' as const, withdrawn: false };
	await announceAbsence(db, fatima, cast.tuesdaySessions[1].id, away);
	await noteTry(db, fatima, { enrollmentId: andre.id }, tried);
	await exitEnrollment(db, carl, cast.beatriz.id, { operationId: newId(), reason: 'moved' });
	await recordKeepApart(db, carl, andre.participantId, { operationId: newId(), number: 'P-1002' });
	await observed(cast);
	await reportSession(db, fatima, tuesdaySession, { operationId: newId(), readiness: 'ready' });
	await reopenSession(db, fatima, tuesdaySession, { operationId: newId(), reason: 'mistake' });
	await db.write(async (tx) => {
		for (const name of appendOnly) await anyRow(tx, tables.get(name)!);
	});
	return cast;
}

/** One observation that is read, one that was called off, and a training. */
async function observed(cast: Awaited<ReturnType<typeof observing>>) {
	const { db, carl, fatima, wanda, northside, tuesdaySessions } = cast;
	const id = await asked(cast);
	const signedId = newId();
	await signObservation(db, wanda, id, await filled(cast, wanda, id, { operationId: signedId }));
	await acknowledgeObservation(db, fatima, id, { operationId: newId(), signedId });
	const other = await asked(cast, { sessionId: tuesdaySessions[1].id });
	await withdrawObservation(db, carl, other, { operationId: newId() });
	const training = { kind: 'curriculum' as const, trainedOn: '2026-01-10' };
	await recordCredential(db, carl, northside.id, fatima.id, { operationId: newId(), ...training });
}

const changeOf = ({ northside, tuesdayGroup }: Awaited<ReturnType<typeof world>>) => ({
	...{ id: newId(), organizationId: northside.id, groupId: tuesdayGroup.id, kind: 'moved' as const },
	...{ sessions: [], at: now(), by: 'system' }
});

const makeUpOf = ({ northside, andre }: Awaited<ReturnType<typeof world>>) => ({
	...{ id: newId(), makeUpId: newId(), organizationId: northside.id, enrollmentId: andre.id },
	...{ lessonId: 'lesson-one', state: 'proposed' as const, way: 'one-to-one' as const, day: '2026-03-10' },
	...{ minutes: 30, at: now(), by: 'system' }
});

const checkInOf = ({ northside, andre, tuesdaySession }: Awaited<ReturnType<typeof world>>) => ({
	...{ id: newId(), checkInId: newId(), organizationId: northside.id, sessionId: tuesdaySession },
	...{ enrollmentId: andre.id, state: 'proposed' as const, way: 'phone' as const, arrivedAt: now() },
	...{ at: now(), by: `participant:${andre.participantId}` }
});

/** A connection with the product's own settings; nothing that it does is kept. */
async function tryOut(url: string, statement: string): Promise<string> {
	if (!isPostgres) {
		const connection = connect(sqlitePath(url));
		try {
			connection.exec(statement);
			return 'done';
		} catch (error) {
			return (error as Error).message;
		} finally {
			connection.close();
		}
	}
	return command(url, statement).then(
		() => 'done',
		(error: Error) => error.message
	);
}

const columnOf: Record<string, string> = {
	edition_files: 'text',
	revocations: 'at',
	editions: 'title',
	events: 'kind',
	policies: 'created_at'
};
/** The same as the product's tables call them. */
const fieldOf: Record<string, string> = { edition_files: 'text', editions: 'title', policies: 'createdAt' };

describe('facts', () => {
	test('of every kind can’t be changed, deleted or put in another’s place', async (context) => {
		const { url } = await lived(context);
		for (const table of appendOnly) {
			const refusal = `${table} are append-only`;
			const column = columnOf[table] ?? 'at';
			const statements = [
				`update ${table} set ${column} = 'changed'`,
				`update ${table} set ${column} = ${column}`,
				`delete from ${table}`,
				`insert into ${table} select * from ${table} where true on conflict (${primaryKeyOf(tables.get(table)!).join(', ')}) do update set ${column} = 'x'`,
				...(isPostgres
					? [`truncate ${table} cascade`, `truncate ${table}, chain_heads cascade`]
					: [
							`insert or replace into ${table} select * from ${table}`,
							`replace into ${table} select * from ${table}`
						])
			];
			for (const statement of statements) {
				const message = await tryOut(url, statement);
				expect(message, statement).toMatch(/are append-only/);
				if (!statement.includes('truncate')) expect(message).toBe(refusal);
			}
		}
	});

	test('can’t be changed through a transaction of the product either', async (context) => {
		const { db } = await lived(context);
		for (const name of appendOnly) {
			const table = tables.get(name) as unknown as typeof schema.events;
			const attempts: ((tx: Tx) => Promise<unknown>)[] = [
				async (tx) => tx.delete(table).returning(),
				async (tx) =>
					tx
						.update(table)
						.set({ [fieldOf[name] ?? 'at']: 'x' })
						.returning()
			];
			for (const attempt of attempts) {
				const error = (await db.write(attempt).catch((refused: unknown) => refused)) as Error & {
					cause?: Error;
				};
				expect(`${error.message} ${error.cause?.message}`, name).toMatch(`${name} are append-only`);
			}
		}
	});
});

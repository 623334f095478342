/** The copy: records of the feed in SQLite, with the cursor of each list beside them. */
import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';

export const lists = ['milestones', 'enrollments', 'attendance'] as const;
export type List = (typeof lists)[number];
export type FedRecord = { id: string } & Record<string, unknown>;

/** The day under which a record counts in the reconciliation. */
const dayOf: Record<List, (record: FedRecord) => string> = {
	milestones: ({ at }) => String(at).slice(0, 10),
	enrollments: ({ enrolled }) => String(enrolled),
	attendance: ({ date }) => String(date)
};
/** Its line in the checksum: milestones never change, the others have a version. */
const lineOf = (list: List, { id, version }: FedRecord) =>
	list === 'milestones' ? id : `${id}:${String(version)}`;

export type Copy = ReturnType<typeof openCopy>;

export function openCopy(file: string) {
	const db = new Sqlite(file);
	db.pragma('journal_mode = WAL');
	db.pragma('synchronous = FULL');
	db.exec(`
		create table if not exists records (list text, id text, day text, line text, record text, primary key (list, id));
		create table if not exists cursors (list text primary key, next text not null);
		create table if not exists webhooks (id text primary key, type text not null, participant text, at text not null);
	`);
	const put = db.prepare('insert or replace into records values (?, ?, ?, ?, ?)');
	const moveOn = db.prepare('insert or replace into cursors values (?, ?)');
	const note = db.prepare('insert or ignore into webhooks values (?, ?, ?, ?)');

	return {
		/** Written down before it is answered. False when it was there already. */
		note: (id: string, type: string, participant: string | null) =>
			note.run(id, type, participant, new Date().toISOString()).changes > 0,
		cursor(list: List): string {
			const row = db.prepare('select next from cursors where list = ?').get(list) as
				{ next: string } | undefined;
			return row?.next ?? '0';
		},
		/** A page and where it ends, in one transaction: a crash leaves both or neither. */
		keep: db.transaction((list: List, records: FedRecord[], next: string) => {
			for (const record of records)
				put.run(list, record.id, dayOf[list](record), lineOf(list, record), JSON.stringify(record));
			moveOn.run(list, next);
		}),
		/** Begins a list anew: what consent does not let out any more is not told again. */
		forget: db.transaction((list: List) => {
			db.prepare('delete from records where list = ?').run(list);
			db.prepare('delete from cursors where list = ?').run(list);
		}),
		all: (list: List) =>
			db
				.prepare('select record from records where list = ? order by id')
				.pluck()
				.all(list)
				.map((text) => JSON.parse(String(text)) as FedRecord),
		webhooks: () =>
			db.prepare('select id, type, participant from webhooks order by id').all() as {
				id: string;
				type: string;
				participant: string | null;
			}[],
		/** Count and checksum of each day, as the reconciliation makes them. */
		periods(list: List) {
			const rows = db.prepare('select day, line from records where list = ?').all(list) as {
				day: string;
				line: string;
			}[];
			return [...Map.groupBy(rows, ({ day }) => day)]
				.sort(([a], [b]) => (a < b ? -1 : 1))
				.map(([period, own]) => ({
					...{ period, count: own.length },
					checksum: checksumOf(own.map(({ line }) => line))
				}));
		},
		close: () => void db.close()
	};
}

/** SHA-256 over the lines, sorted, each with its line feed. */
function checksumOf(lines: string[]): string {
	const hash = createHash('sha256');
	for (const line of [...lines].sort()) hash.update(`${line}\n`);
	return hash.digest('hex');
}

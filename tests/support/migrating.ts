/**
 * A small database with a past: parents and children, and a migration that rebuilds the parents' table under them. Run
 * as a program it migrates the file that it is given and kills itself before the nth statement.
 */
import Sqlite from 'better-sqlite3';
import { migrate, type Migration } from '#lib/server/db/migrate.ts';

const migration = (name: string, statements: string[]): Migration => ({ name, hash: name, statements });

export const first = migration('0000_first', [
	'create table parents (id text primary key, name text not null)',
	'create table children (id text primary key, parent_id text not null references parents (id) on delete cascade)',
	`insert into parents values ('p1', 'One'), ('p2', 'Two')`,
	`insert into children values ('c1', 'p1'), ('c2', 'p1'), ('c3', 'p2')`
]);
/** As drizzle-kit rebuilds a table on SQLite. */
export const rebuild = migration('0001_rebuild', [
	`create table __new_parents (id text primary key, name text not null, grade integer not null default 1)`,
	'insert into __new_parents (id, name) select id, name from parents',
	'drop table parents',
	'alter table __new_parents rename to parents',
	'create index parents_name on parents (name)',
	`insert into children values ('c4', 'p2')`
]);
export const orphan = migration('0002_orphan', [`insert into children values ('c5', 'nobody')`]);

if (process.argv[1] === import.meta.filename) {
	const [url, n] = process.argv.slice(2);
	const wanted = [...rebuild.statements, 'COMMIT'][Number(n)];
	const exec = Sqlite.prototype.exec;
	Sqlite.prototype.exec = function (this: Sqlite.Database, statement: string) {
		if (statement === wanted) process.kill(process.pid, 'SIGKILL');
		return exec.call(this, statement);
	};
	await migrate(url, [first, rebuild]);
}

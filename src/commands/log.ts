/** The log and what follows from the facts: proved, and worked out anew. */
import { verifyEvents, type ChainFault } from '#lib/server/domain/events.ts';
import { recompute as recomputeAll } from '#lib/server/domain/milestones.ts';
import { unguardedTables } from '#lib/server/db/migrate.ts';
import { system } from '#lib/server/policy.ts';
import { complain, plural, say, type Command } from './command.ts';
import { withDatabase } from './opened.ts';

const words: Record<ChainFault['fault'], string> = {
	hash: 'was edited',
	previous: 'does not follow the row before it',
	order: 'is out of order: a row is missing or was moved',
	'cut-off': 'should be the last row, and is not there or not as it was'
};

export const verify: Command = {
	usage: '[--json]',
	about:
		'Reads the whole log and tells every row that was edited, removed or moved. Ends with 1 if there is one.',
	options: { json: { type: 'boolean' } },
	async run({ options }) {
		return withDatabase(async (db, url) => {
			const { rows, faults } = await verifyEvents(db);
			const unguarded = await unguardedTables(url);
			if (options.json) say(JSON.stringify({ rows, faults, unguarded }));
			else {
				for (const { chain, seq, position, fault } of faults)
					complain(`${chain} ${seq} (position ${position}) ${words[fault]}`);
				for (const table of unguarded)
					complain(`${table} lost the triggers that keep its rows from being changed`);
				say(`${plural(rows, 'event')} read, ${plural(faults.length + unguarded.length, 'fault')}.`);
			}
			return faults.length + unguarded.length > 0 ? 1 : 0;
		});
	}
};

export const recompute: Command = {
	usage: '',
	about:
		'Works out milestones and standings anew from the facts. On a healthy database it changes no milestone.',
	async run() {
		return withDatabase(async (db) => {
			const { groups, changed } = await recomputeAll(db, system);
			say(`${plural(groups, 'group')} worked out, ${plural(changed, 'milestone')} changed.`);
			return 0;
		});
	}
};

/** The curriculum's files: checked, made an edition, written back. */
import { join } from 'node:path';
import { checkCurriculum, type Fault } from '#lib/server/curriculum/check.ts';
import { describeFault } from '#lib/server/curriculum/faults.ts';
import { readFolder, writeFolder } from '#lib/server/curriculum/files.ts';
import type { SourceFile } from '#lib/server/curriculum/source.ts';
import { measuresTable } from '#lib/server/curriculum/table.ts';
import { filesOf, importEdition, listEditions } from '#lib/server/domain/editions.ts';
import { DomainError } from '#lib/server/errors.ts';
import { system } from '#lib/server/policy.ts';
import { complain, plural, Refusal, say, type Command } from './command.ts';
import { withDatabase } from './opened.ts';

/** The curriculum that comes with the product. */
export const ownCurriculum = 'curriculum/steady-ground';

export const check: Command = {
	usage: '[folder] [--json | --table]',
	about: `Checks a curriculum's files and tells every fault (${ownCurriculum} by default); --table: what was measured.`,
	options: { json: { type: 'boolean' }, table: { type: 'boolean' } },
	arguments: [0, 1],
	async run({ arguments: [folder = ownCurriculum], options }) {
		const { faults, edition, measures } = checkCurriculum(await readFiles(folder));
		if (options.json)
			say(JSON.stringify(faults.map((fault) => ({ ...fault, ...describeFault(fault, 'en') }))));
		else tell(folder, faults);
		if (options.table) say(measuresTable(measures).trimEnd());
		if (!edition) return 1;
		const { lessons, version } = edition.outline;
		if (!options.json && !options.table)
			say(`${edition.outline.curriculum.title} ${version}: ${plural(lessons.length, 'lesson')}, no fault.`);
		return 0;
	}
};

export const importFolder: Command = {
	usage: '[folder]',
	about: 'Makes the edition that the files name. The same files again change nothing.',
	arguments: [0, 1],
	async run({ arguments: [folder = ownCurriculum] }) {
		const files = await readFiles(folder);
		return withDatabase(async (db) => {
			const before = (await listEditions(db.read)).map(({ id }) => id);
			const { edition, faults } = await importEdition(db, system, files).catch(refuseChanged);
			tell(folder, faults);
			if (!edition) {
				complain('Nothing was imported.');
				return 1;
			}
			say(
				`${edition.title} ${edition.version} ${before.includes(edition.id) ? 'was there already' : 'imported'}.`
			);
			return 0;
		});
	}
};

export const exportFolder: Command = {
	usage: '<folder> [version]',
	about: "Writes an edition's files, the newest by default, byte for byte as they came in.",
	arguments: [1, 2],
	async run({ arguments: [folder, version] }) {
		return withDatabase(async (db) => {
			const editions = await listEditions(db.read);
			const edition = version ? editions.find((one) => one.version === version) : editions[0];
			if (!edition) {
				const known = editions.map((one) => one.version).join(', ') || 'none';
				throw new Refusal(`There is no edition ${version ?? ''} here; there is: ${known}.`);
			}
			const files = await filesOf(db.read, edition.id);
			await writeFolder(folder, files);
			say(`${edition.title} ${edition.version}: ${plural(files.length, 'file')} in ${folder}.`);
			return 0;
		});
	}
};

async function readFiles(folder: string): Promise<SourceFile[]> {
	try {
		return await readFolder(folder);
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		throw new Refusal(code === 'ENOENT' || code === 'ENOTDIR' ? `There is no folder ${folder}.` : message);
	}
}

/** One line a fault, as editors and terminals make them links. */
function tell(folder: string, faults: Fault[]) {
	for (const fault of faults) {
		const { problem, remedy } = describeFault(fault, 'en');
		const level = fault.level === 'warning' ? 'warning: ' : '';
		complain(`${join(folder, fault.file)}:${fault.line}:${fault.column}  ${level}${problem}  ${remedy}`);
	}
	const real = faults.filter(({ level }) => level === 'fault').length;
	if (real > 0) complain(plural(real, 'fault'));
}

function refuseChanged(error: unknown): never {
	if (!(error instanceof DomainError) || error.code !== 'edition.exists') throw error;
	throw new Refusal(
		`Edition ${error.params.version} is here with other text, and editions never change. Give the files a new version in curriculum.yaml.`
	);
}

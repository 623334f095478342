/** A server of its own for room screens: lessons in two languages, each with a token, and nobody who would sign in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFolder } from '../../src/lib/server/curriculum/files.ts';
import { migrate } from '../../src/lib/server/db/migrate.ts';
import { openDatabase, type Db } from '../../src/lib/server/db/open.ts';
import { staff } from '../../src/lib/server/db/schema/index.ts';
import { importEdition } from '../../src/lib/server/domain/editions.ts';
import { outlineOf } from '../../src/lib/server/domain/lessons.ts';
import { establishProgram } from '../../src/lib/server/domain/organizations.ts';
import { openScreen } from '../../src/lib/server/identity/screens.ts';
import { newId } from '../../src/lib/server/ids.ts';
import { system, type Staff } from '../../src/lib/server/policy.ts';
import { serve } from '../routes/built.ts';

const secret = 'the secret of the room screens, long enough';

const manifest = `id: room-lessons
title: Steady Ground
subtitle: For the room
version: 1.0.0
languages: [en, es]
sectors:
  [construction, health-care, hospitality, transport-logistics, manufacturing, information-technology, entertainment, clean-energy, culinary]
completion:
  coreLessons: 1
  essential: []
  applications: all
  practice: {entries: 1, skills: 1}
  skillsShown: 0
  plan: null
entry: [catch-your-thinking]
`;

/** Two modules of the real lessons, with the longest texts and the longest steps among them. */
async function lessons() {
	const files = await readFolder('curriculum/steady-ground');
	const kept = files.filter(({ path }) => /^[35]-/.test(path));
	return [
		{ path: 'curriculum.yaml', text: manifest },
		...kept.map(({ path, text }) => ({ path: path.replace(/^3-/, '1-').replace(/^5-/, '2-'), text }))
	];
}

export async function serveRoom() {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-room-'));
	const url = `file:${join(folder, 'groundwork.db')}`;
	process.env.GROUNDWORK_SECRET = secret;
	await migrate(url);
	const db = await openDatabase(url);
	const tokens = await openAll(db);
	await db.close();
	const { origin, stop } = await serve(url, secret);
	const close = async () => {
		await stop();
		rmSync(folder, { recursive: true, force: true });
	};
	return { origin, tokens, close };
}

/** Lesson id → token of a room screen for it. */
async function openAll(db: Db): Promise<Map<string, string>> {
	await establishProgram(db, system, { name: 'Rooms', zone: 'America/Los_Angeles', holidays: 'US' });
	const { edition, faults } = await importEdition(db, system, await lessons());
	if (!edition) throw new Error(JSON.stringify(faults));
	const who = await lead(db);
	const tokens = new Map<string, string>();
	for (const { id: lessonId } of (await outlineOf(db.read, edition.id)).lessons) {
		const { token } = await openScreen(db, who, { editionId: edition.id, lessonId }, 'en');
		tokens.set(lessonId, token);
	}
	return tokens;
}

async function lead(db: Db): Promise<Staff> {
	const [id, date] = [newId(), new Date()];
	const row = { id, name: 'Lee', email: 'lee@example.org', createdAt: date, updatedAt: date };
	await db.write((tx) => tx.insert(staff).values(row).returning());
	const grants = [{ role: 'lead' as const, organizationId: null }];
	return { kind: 'staff', id, name: 'Lee', loginId: newId(), verified: true, grants };
}

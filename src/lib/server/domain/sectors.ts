/** Sectors: what the program trains for. Settings of the program; lessons and enrollments name them by their id. */
import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import type { Db, Read, Tx } from '../db/open.ts';
import { sectors, type SectorNames } from '../db/schema/index.ts';
import { invalid, notFound } from '../errors.ts';
import { allow, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { line, uuid } from './inputs.ts';
import { isNew } from './operations.ts';

/** As lessons write it: `:::example{sector="clean-energy"}`. */
export const sectorId = z
	.string()
	.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'sector.id')
	.max(60);
const names = { en: line(60), es: line(60) };
export const NewSector = z.strictObject({ operationId: uuid, id: sectorId, ...names });
export const SectorName = z.strictObject({ operationId: uuid, ...names });
export const Retirement = z.strictObject({ operationId: uuid, retired: z.boolean() });

/** What a new program begins with. */
export const usualSectors: Record<string, SectorNames> = {
	construction: { en: 'Construction', es: 'Construcción' },
	'health-care': { en: 'Health care', es: 'Salud' },
	hospitality: { en: 'Hospitality', es: 'Hotelería' },
	'transport-logistics': { en: 'Transport and logistics', es: 'Transporte y logística' },
	manufacturing: { en: 'Manufacturing', es: 'Manufactura' },
	'information-technology': { en: 'Information technology', es: 'Informática' },
	entertainment: { en: 'Entertainment', es: 'Entretenimiento' },
	'clean-energy': { en: 'Clean energy', es: 'Energía limpia' },
	culinary: { en: 'Culinary', es: 'Cocina' }
};

/** For the program's first day. */
export async function addUsualSectors(tx: Tx) {
	const rows = Object.entries(usualSectors).map(([id, names]) => ({ id, names, createdAt: now() }));
	await tx.insert(sectors).values(rows).returning();
}

export type Sector = typeof sectors.$inferSelect;

/** All of them, retired ones too. */
export const listSectors = (read: Read): Promise<Sector[]> =>
	read.select().from(sectors).orderBy(asc(sectors.createdAt), asc(sectors.id));

const inLanguage = ({ names }: Sector, language: string) => (language === 'es' ? names.es : names.en);

/** What each sector is called, by id. */
export async function sectorNames(read: Read, language: string): Promise<Record<string, string>> {
	const all = await listSectors(read);
	return Object.fromEntries(all.map((sector) => [sector.id, inLanguage(sector, language)]));
}

/** Sectors that somebody can be enrolled in, by name. */
export async function offeredSectors(read: Read, language: string) {
	const offered = (await listSectors(read)).filter(({ retiredAt }) => retiredAt === null);
	return offered
		.map((sector) => ({ id: sector.id, name: inLanguage(sector, language) }))
		.sort((a, b) => a.name.localeCompare(b.name, language));
}

/** @throws 400 for a sector that the program does not offer; `kept`: the one that the person is in already */
export async function refuseUnoffered(read: Read, id: string | null, kept: string | null = null) {
	if (id === null || id === kept) return;
	const [found] = await read.select().from(sectors).where(eq(sectors.id, id));
	if (!found || found.retiredAt) throw invalid({ sectorId: { code: 'choice' } });
}

/** @throws 403; 400 id `taken` */
export async function addSector(db: Db, actor: Actor, input: z.infer<typeof NewSector>) {
	await db.write(async (tx) => {
		allow(actor, 'sectors.manage');
		const { operationId, id, en, es } = input;
		if (!(await isNew(tx, actor, 'addSector', operationId, input))) return;
		const row = { id, names: { en, es }, createdAt: now() };
		const added = await tx
			.insert(sectors)
			.values(row)
			.onConflictDoNothing({ target: sectors.id })
			.returning();
		if (added.length === 0) throw invalid({ id: { code: 'taken' } });
		await tell(tx, actor, id, 'sector.added');
	});
}

/** @throws 403, 404 */
export async function renameSector(db: Db, actor: Actor, id: string, input: z.infer<typeof SectorName>) {
	const { operationId, en, es } = input;
	await change(db, actor, { kind: 'renameSector', id, operationId, content: { en, es } }, (tx) =>
		tx.update(sectors).set({ names: { en, es } }).where(eq(sectors.id, id)).returning()
	);
}

/**
 * Offers a sector no longer, or again. Who is in it stays in it, and lessons keep its examples.
 * @throws 403, 404
 */
export async function retireSector(db: Db, actor: Actor, id: string, input: z.infer<typeof Retirement>) {
	const { operationId, retired } = input;
	const retiredAt = retired ? now() : null;
	await change(db, actor, { kind: 'retireSector', id, operationId, content: { retired } }, (tx) =>
		tx.update(sectors).set({ retiredAt }).where(eq(sectors.id, id)).returning()
	);
}

type Change = { kind: 'renameSector' | 'retireSector'; id: string; operationId: string; content: object };

async function change(
	db: Db,
	actor: Actor,
	{ kind, id, operationId, content }: Change,
	update: (tx: Tx) => Promise<Sector[]>
) {
	await db.write(async (tx) => {
		allow(actor, 'sectors.manage');
		if (!(await isNew(tx, actor, kind, operationId, { id, ...content }))) return;
		if ((await update(tx)).length === 0) throw notFound();
		await tell(tx, actor, id, kind === 'renameSector' ? 'sector.renamed' : 'sector.retired');
	});
}

const tell = (tx: Tx, actor: Actor, id: string, kind: string) =>
	appendEvent(tx, actor, { organizationId: null, subject: `sector:${id}`, kind });

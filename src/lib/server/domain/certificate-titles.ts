/** What certificates call that which was completed: the program's own words, or else the curriculum's title. */
import { asc, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { now } from '../clock.ts';
import { listedWords } from '../curriculum/words.ts';
import type { Db, Read } from '../db/open.ts';
import { certificateTitles, editions } from '../db/schema/index.ts';
import type { Id } from '../ids.ts';
import { allow, nameOf, type Actor } from '../policy.ts';
import { appendEvent } from './events.ts';
import { line, uuid } from './inputs.ts';
import { isNew } from './operations.ts';
import { findProgram } from './organizations.ts';
import type { InBoth } from '#lib/paper-kinds.ts';

/** Words that would say on a wall where its holder has been. */
const telling: Record<keyof InBoth, RegExp> = {
	en: /\b(justice|re-?entry|returning home|jail|prison|custody|probation|parole|court|incarcerat\w*|convict\w*|criminal|recidivism|record|background check|cbi)\b/i,
	es: /(^|\P{L})(justicia|reinserción|reingreso|cárcel|prisión|custodia|probatoria|libertad condicional|corte|encarcela\p{L}*|condena\p{L}*|criminal\p{L}*|reincidencia|antecedentes|cbi)(?!\p{L})/iu
};
/** Does a text for a certificate tell of justice? */
export const isTelling = (text: string, language: keyof InBoth): boolean =>
	telling[language].test(text) || listedWords(text, language).length > 0;

const title = (language: keyof InBoth) =>
	line(90).refine((text) => !isTelling(text, language), 'certificate.telling');
export const NewTitles = z.strictObject({ operationId: uuid, en: title('en'), es: title('es') });

/**
 * From now on new certificates say this. Those that were issued stay as they are.
 * @throws 403
 */
export async function nameCertificates(db: Db, actor: Actor, input: z.infer<typeof NewTitles>) {
	await db.write(async (tx) => {
		allow(actor, 'certificates.name');
		const { operationId: id, ...titles } = input;
		if (!(await isNew(tx, actor, 'nameCertificates', id, titles))) return;
		await tx
			.insert(certificateTitles)
			.values({ id, titles, by: nameOf(actor), at: now() })
			.returning();
		const { id: programId } = await findProgram(tx);
		const subject = `program:${programId}`;
		await appendEvent(tx, actor, { organizationId: null, subject, kind: 'certificates.named' });
	});
}

/** What the program chose; null: nothing yet. */
export async function chosenTitles(read: Read): Promise<InBoth | null> {
	const { at, id } = certificateTitles;
	const [last] = await read.select().from(certificateTitles).orderBy(desc(at), desc(id)).limit(1);
	return last?.titles ?? null;
}

/** What a certificate of this edition says. */
export async function titlesOf(read: Read, editionId: Id): Promise<InBoth> {
	const chosen = await chosenTitles(read);
	if (chosen) return chosen;
	const [edition] = await read.select().from(editions).where(eq(editions.id, editionId));
	return titlesIn(edition.outline.curriculum);
}

/** Without a choice of the program: of the newest edition, for the setting's page. */
export async function usualTitles(read: Read): Promise<InBoth | null> {
	const all = await read.select().from(editions).orderBy(asc(editions.publishedAt), asc(editions.id));
	const newest = all.at(-1);
	return newest ? titlesIn(newest.outline.curriculum) : null;
}

function titlesIn({ title, subtitle }: { title: string; subtitle: string }): InBoth {
	const whole = [title, subtitle].filter(Boolean).join(': ');
	return { en: whole, es: whole };
}

/** What the form for a letter shows, for staff and for whose letter it is. */
import type { RequestEvent } from '@sveltejs/kit';
import { letterPrint } from '#lib/certificate-words.ts';
import { dayOf } from '#lib/format.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { now } from '#lib/server/clock.ts';
import { enrollmentsOf, findHolder } from '#lib/server/domain/completions.ts';
import { uuid } from '#lib/server/domain/inputs.ts';
import { outlineOf } from '#lib/server/domain/lessons.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { DomainError, notFound } from '#lib/server/errors.ts';
import { draftLetter, LetterChoice, NewLetter } from '#lib/server/feed/letters.ts';
import { newId } from '#lib/server/ids.ts';

/** A letter as the form sends it, with whose enrollment it is about. */
export const LetterOf = NewLetter.extend({ enrollmentId: uuid });

/** @param mayUse leaves out enrollments with organizations for which the actor writes no letters */
export async function letterForm(
	event: RequestEvent,
	participantId: string,
	mayUse: (organizationId: string) => boolean = () => true
) {
	const { url, locals } = event;
	const { db, actor, config } = locals;
	const all = await enrollmentsOf(db.read, actor, participantId);
	const enrollments = all.filter(({ organizationId }) => mayUse(organizationId));
	const chosen =
		enrollments.find(({ enrollmentId }) => enrollmentId === url.searchParams.get('enrollment')) ??
		enrollments[0];
	if (!chosen) throw notFound();
	const asked = Object.fromEntries(url.searchParams);
	const parsed = LetterChoice.safeParse({ name: 'used', ...asked, days: asked.days === 'yes' });
	const usual = { kind: 'attendance', audience: 'employer', wording: 'neutral', name: 'used', days: false };
	const { names } = await findHolder(db.read, actor, chosen.enrollmentId);
	const shown = parsed.success ? await preview(parsed.data) : { print: null, refusal: null };
	return {
		...{ enrollments, enrollmentId: chosen.enrollmentId, names, operationId: newId() },
		choice: parsed.success ? parsed.data : { ...usual, language: getLocale() },
		...shown
	};

	async function preview(choice: LetterChoice) {
		try {
			return { print: await draft(choice), refusal: null };
		} catch (error) {
			if (!(error instanceof DomainError) || error.status !== 409) throw error;
			return { print: null, refusal: error.code };
		}
	}

	async function draft(choice: LetterChoice) {
		const { holder, name, contents } = await draftLetter(db.read, actor, chosen.enrollmentId, choice);
		const { name: program, zone } = await findProgram(db.read);
		const { title, subtitle } = (await outlineOf(db.read, holder.editionId)).curriculum;
		const curriculum = [title, subtitle].filter(Boolean).join(': ');
		const { organization } = chosen;
		const words = { ...choice, name, contents, organization, program, curriculum };
		const blank = { line: null, code: '', madeOn: dayOf(now(), zone) };
		return letterPrint({ ...words, ...blank }, { size: 'letter', origin: config.origin });
	}
}

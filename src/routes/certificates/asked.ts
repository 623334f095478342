/** How a certificate or letter is asked for, by staff or by whose it is. */
import type { RequestEvent } from '@sveltejs/kit';
import { certificatePrint, faceChoices } from '#lib/certificate-words.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { sizes } from '#lib/print.ts';
import { readCertificate, skillsOf } from '#lib/server/feed/issued-certificates.ts';
import { logRead } from '#lib/server/jobs.ts';

export const chosenOf = <T extends string>(url: URL, all: readonly T[], name: string) =>
	all.find((value) => value === url.searchParams.get(name));

/** Reads a certificate as it is asked for: language, size, with or without its skills. */
export async function askedCertificate({ url, locals }: RequestEvent, certificateId: string) {
	const { db, actor, config } = locals;
	const choice = chosenOf(url, faceChoices, 'faces') ?? getLocale();
	const size = chosenOf(url, sizes, 'size') ?? 'letter';
	const withSkills = url.searchParams.get('skills') === 'yes';
	const certificate = await readCertificate(db.read, actor, certificateId);
	const { organizationId, participantId } = certificate;
	if (actor.kind === 'staff')
		logRead(actor, { organizationId, subject: `participant:${participantId}`, kind: 'certificate.printed' });
	const skills = withSkills ? await skillsOf(db.read, certificate) : null;
	const print = certificatePrint({ ...certificate, skills }, { choice, size, origin: config.origin });
	const query = new URLSearchParams({ faces: choice, size, ...(withSkills && { skills: 'yes' }) });
	return { certificate, print, choice, size, withSkills, query };
}

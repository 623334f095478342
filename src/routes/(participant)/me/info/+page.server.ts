import { now } from '#lib/server/clock.ts';
import { ownHours } from '#lib/server/domain/dosages.ts';
import { ownDisputes } from '#lib/server/domain/disputes.ts';
import { ownGroups } from '#lib/server/domain/own.ts';
import { ownPractices } from '#lib/server/domain/own-practices.ts';
import { ownAttendance, ownConsents, ownName } from '#lib/server/domain/records.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { ownAccounting } from '#lib/server/feed/accounting.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { dayOf } from '#lib/format.ts';
import type { InformationKind, OwnAudience } from '#lib/disclosures.ts';

export const load = async ({ locals: { db, actor }, url }) => {
	const language = getLocale();
	const { zone } = await findProgram(db.read);
	const today = dayOf(now(), zone);
	const asked = await ownDisputes(db.read, actor);
	const groups = await ownGroups(db.read, actor, language);
	const milestones = groups.flatMap(({ told }) => told.milestones).sort((a, b) => b.at.localeCompare(a.at));
	const told = await ownAccounting(db.read, actor, {});
	return {
		person: await ownName(db.read, actor),
		hours: await ownHours(db.read, actor),
		meetings: (await ownAttendance(db.read, actor, language)).map((meeting) => ({
			...meeting,
			/** Undefined: nothing was asked; null: no answer yet. */
			answer: asked.get(meeting.id),
			/** While it may still be marked, there is nothing to ask. */
			mayAsk: (meeting.status !== 'unmarked' || meeting.date < today) && asked.get(meeting.id) !== null
		})),
		practices: await ownPractices(db.read, actor, language),
		asked: url.searchParams.has('asked'),
		milestones: milestones.map(({ id, kind, module, at }) => ({ id, kind, module, on: dayOf(at, zone) })),
		consents: (await ownConsents(db.read, actor)).map((consent) => ({
			...consent,
			revokedOn: consent.revokedAt && dayOf(consent.revokedAt, zone)
		})),
		told: byDay(
			told.map(({ at, recipient, audience, kinds }) => ({
				...{ on: dayOf(at, zone), what: kinds },
				to: recipient ? { name: recipient } : { audience: audience! }
			}))
		)
	};
};

type Told = {
	on: string;
	to: { name?: string; audience?: OwnAudience };
	what: InformationKind[];
};

/** One line a day and recipient: a system that asks every few minutes would fill the page. */
function byDay(told: Told[]): Told[] {
	const days = Map.groupBy(told, ({ on, to }) => `${on}|${to.name ?? to.audience}`);
	return [...days.values()].map((all) => ({
		...all[0],
		what: [...new Set(all.flatMap(({ what }) => what))]
	}));
}

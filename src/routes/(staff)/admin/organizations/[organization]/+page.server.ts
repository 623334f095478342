import { z } from 'zod';
import { now } from '#lib/server/clock.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { closedSessionsOf, countClosed } from '#lib/server/domain/closed-sessions.ts';
import { holidayCodes, holidaysFrom } from '#lib/server/domain/holidays.ts';
import {
	observedAt,
	OwnHolidays,
	setHolidays,
	setOrganizationHolidays
} from '#lib/server/domain/observances.ts';
import { SiteZone, setZone } from '#lib/server/domain/zones.ts';
import {
	addClosure,
	closuresOf,
	createSite,
	findOrganization,
	findProgram,
	listSites,
	NewClosure,
	NewSite,
	removeClosure
} from '#lib/server/domain/organizations.ts';
import { dayIn } from '#lib/server/domain/schedule.ts';
import { submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import { allow } from '#lib/server/policy.ts';
import { zones } from './zones.ts';

const operationId = z.uuid();
const Closing = NewClosure.extend({ operationId, siteId: z.uuid() });
const KeptHolidays = OwnHolidays.extend({ operationId, siteId: z.uuid() });
const Clocks = SiteZone.extend({ operationId, siteId: z.uuid() });
const Opening = z.strictObject({ siteId: z.uuid(), closureId: z.uuid() });

export const load = async ({ locals: { db, actor }, params }) => {
	const organization = await findOrganization(db.read, actor, params.organization);
	const { id, name } = organization;
	allow(actor, 'sites.manage', { organizationId: id });
	const { zone, holidays } = await findProgram(db.read);
	const onClosed = await closedSessionsOf(db.read, actor, getLocale());
	const sites = [];
	for (const site of (await listSites(db.read, actor)).filter((one) => one.organizationId === id)) {
		const today = dayIn(site.zone, now());
		const closures = await closuresOf(db.read, actor, site.id);
		sites.push({
			...{ id: site.id, name: site.name, zone: site.zone, operationId: newId(), today },
			...{ holidays: site.holidays, holidaysId: newId(), zoneId: newId() },
			days: holidaysFrom((await observedAt(db.read, site.id)) ?? holidays, today, getLocale()),
			closed: {
				count: await countClosed(db.read, actor, site.id),
				groups: groupsIn(onClosed.filter(({ siteId }) => siteId === site.id))
			},
			closures: closures.filter(({ date }) => date >= today),
			past: closures.filter(({ date }) => date < today).length
		});
	}
	return {
		organization: { id, name, holidays: organization.holidays },
		holidaysId: newId(),
		sites,
		zone,
		states: holidayCodes(holidays),
		zones: [...new Set([zone, ...zones])],
		operationId: newId()
	};
};

/** Each group once, with its sessions on closed days. */
function groupsIn(closed: Awaited<ReturnType<typeof closedSessionsOf>>) {
	return [...Map.groupBy(closed, ({ groupId }) => groupId)].map(([id, own]) => ({
		id,
		name: own[0].group,
		operationId: newId(),
		sessions: own.map(({ id, number, date, time, closure }) => ({ id, number, date, time, closure }))
	}));
}

export const actions = {
	zone: ({ request, locals: { db, actor } }) =>
		submit(request, Clocks, async ({ siteId, ...input }) => {
			await setZone(db, actor, siteId, input);
			return { ok: true as const };
		}),

	observe: ({ request, locals: { db, actor }, params: { organization } }) =>
		submit(request, OwnHolidays, async (input) => {
			await setOrganizationHolidays(db, actor, organization, input);
			return { ok: true as const };
		}),

	site: ({ request, locals: { db, actor }, params: { organization } }) =>
		submit(request, NewSite.extend({ operationId }), async (input) => {
			await createSite(db, actor, organization, input);
			return { ok: true as const };
		}),

	close: ({ request, locals: { db, actor } }) =>
		submit(request, Closing, async ({ siteId, ...closure }) => {
			await addClosure(db, actor, siteId, closure);
			return { ok: true as const };
		}),

	holidays: ({ request, locals: { db, actor } }) =>
		submit(request, KeptHolidays, async ({ siteId, ...input }) => {
			await setHolidays(db, actor, siteId, input);
			return { ok: true as const };
		}),

	reopen: ({ request, locals: { db, actor } }) =>
		submit(request, Opening, async ({ siteId, closureId }) => {
			await removeClosure(db, actor, siteId, closureId);
			return { ok: true as const };
		})
};

import { z } from 'zod';
import { now } from '#lib/server/clock.ts';
import { holidayCodes } from '#lib/server/domain/holidays.ts';
import { OwnHolidays, setHolidays } from '#lib/server/domain/observances.ts';
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
const Opening = z.strictObject({ siteId: z.uuid(), closureId: z.uuid() });

export const load = async ({ locals: { db, actor }, params }) => {
	const { id, name } = await findOrganization(db.read, actor, params.organization);
	allow(actor, 'sites.manage', { organizationId: id });
	const { zone, holidays } = await findProgram(db.read);
	const sites = [];
	for (const site of (await listSites(db.read, actor)).filter((one) => one.organizationId === id)) {
		const today = dayIn(site.zone, now());
		const closures = await closuresOf(db.read, actor, site.id);
		sites.push({
			...{ id: site.id, name: site.name, zone: site.zone, operationId: newId(), today },
			...{ holidays: site.holidays, holidaysId: newId() },
			closures: closures.filter(({ date }) => date >= today),
			past: closures.filter(({ date }) => date < today).length
		});
	}
	return {
		organization: { id, name },
		sites,
		zone,
		states: holidayCodes(holidays),
		zones: [...new Set([zone, ...zones])],
		operationId: newId()
	};
};

export const actions = {
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

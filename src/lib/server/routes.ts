/** Who may reach a route at all. A route that is not listed here is refused; its verbs decide the rest. */
import type { Actor } from './policy.ts';

/**
 * public: everyone. half: staff who have shown a password but no second factor. locked: staff whose login is locked.
 * any: whoever is signed in in full.
 */
export type Audience = 'public' | 'half' | 'locked' | 'staff' | 'participant' | 'key' | 'any';

export const routes: Record<string, Audience[]> = {
	'/': ['public'],
	'/sign-in': ['public'],
	'/sign-in/code': ['public'],
	'/sign-out': ['public'],
	'/locked': ['locked', 'staff'],
	'/setup/[token]': ['public'],
	'/setup/authenticator': ['half', 'staff'],
	'/card': ['public'],
	'/card/pin': ['public'],
	'/language': ['public'],
	'/refused': ['public'],
	'/healthz': ['public'],
	'/leave': ['public'],
	'/calendar': ['public'],
	'/calendar/[token].ics': ['public'],
	'/readyz': ['public'],
	'/metrics': ['public'],

	// Whoever has the token of a room screen; the rest find nothing there.
	'/room': ['public'],
	'/room/[token]': ['public'],
	'/room/[token]/[step]': ['public'],
	'/room/[token]/check-in': ['public'],
	'/room/[token]/check-in/code': ['public'],

	// Where the QR in the room leads; it names nobody and nothing.
	'/here/[[token]]': ['public'],
	// Whoever has the token of a kiosk.
	'/kiosk/[token]': ['public'],

	// Whoever has a certificate, a letter or a badge: these name nobody.
	'/verify/[[code]]': ['public'],
	'/verify/keys': ['public'],
	'/verify/keys/[key]': ['public'],
	'/verify/issuers/[issuer]': ['public'],
	'/verify/achievements/[edition]': ['public'],
	'/verify/status/[issuer]': ['public'],

	'/handbook': ['public'],
	'/handbook/curriculum': ['public'],
	'/handbook/look': ['public'],
	'/handbook/decisions': ['public'],
	'/handbook/running': ['public'],
	'/handbook/promises': ['public'],

	'/(staff)/today': ['staff'],
	'/(staff)/worklist': ['staff'],
	'/(staff)/disputes/[dispute]': ['staff'],
	'/(staff)/sessions/[session]': ['staff'],
	'/(staff)/sessions/[session]/end': ['staff'],
	'/(staff)/sessions/[session]/cancel': ['staff'],
	'/(staff)/sessions/[session]/check-in': ['staff'],
	'/(staff)/sessions/[session]/check-in/code': ['staff'],
	'/(staff)/sessions/[session]/fidelity': ['staff'],
	'/(staff)/sessions/[session]/kiosk': ['staff'],
	'/(staff)/sessions/[session]/move': ['staff'],
	'/(staff)/sessions/[session]/operations': ['staff'],
	'/(staff)/sessions/[session]/room': ['staff'],
	'/(staff)/sessions/[session]/screen': ['staff'],
	'/(staff)/sessions/[session]/sheet': ['staff'],
	'/(staff)/sessions/[session]/sheet/paper': ['staff'],
	'/(staff)/sessions/[session]/sheet/pdf': ['staff'],
	'/(staff)/sessions/[session]/stream': ['staff'],
	'/(staff)/packs': ['staff'],
	'/(staff)/packs/pdf': ['staff'],

	'/(staff)/calendars': ['staff'],

	'/(staff)/lessons': ['staff'],
	'/(staff)/lessons/[lesson]': ['staff'],
	'/(staff)/lessons/[lesson]/screen': ['staff'],
	'/(staff)/curriculum': ['staff'],
	'/(staff)/curriculum/discard': ['staff'],
	'/(staff)/curriculum/files/[...path]': ['staff'],
	'/(staff)/curriculum/proof': ['staff'],
	'/(staff)/curriculum/publish': ['staff'],

	'/(staff)/groups': ['staff'],
	'/(staff)/groups/new': ['staff'],
	'/(staff)/groups/closing': ['staff'],
	'/(staff)/groups/[group]/dates': ['staff'],
	'/(staff)/groups/[group]/schedule': ['staff'],
	'/(staff)/groups/[group]': ['staff'],
	'/(staff)/groups/[group]/course': ['staff'],
	'/(staff)/groups/[group]/enroll': ['staff'],
	'/(staff)/groups/[group]/intake': ['staff'],
	'/(staff)/groups/[group]/intake/template.csv': ['staff'],
	'/(staff)/groups/[group]/entry': ['staff'],
	'/(staff)/groups/[group]/policy': ['staff'],
	'/(staff)/groups/[group]/exit/[enrollment]': ['staff'],
	'/(staff)/groups/[group]/people/[enrollment]': ['staff'],
	'/(staff)/groups/[group]/make-ups': ['staff'],
	'/(staff)/groups/[group]/dosage': ['staff'],
	'/(staff)/groups/[group]/edition': ['staff'],
	'/(staff)/dosage/[enrollment]': ['staff'],
	'/(staff)/make-ups/[enrollment]': ['staff'],
	'/(staff)/groups/[group]/sector/[enrollment]': ['staff'],
	'/(staff)/outreach/[enrollment]': ['staff'],
	'/(staff)/people': ['staff'],
	'/(staff)/people/people.csv': ['staff'],
	'/(staff)/people/known': ['staff'],
	'/(staff)/people/[participant]': ['staff'],
	'/(staff)/people/ceremony': ['staff'],
	'/(staff)/people/ceremony/paper': ['staff'],
	'/(staff)/people/[participant]/certificates': ['staff'],
	'/(staff)/people/[participant]/letters': ['staff'],
	'/(staff)/people/[participant]/card': ['staff'],
	'/(staff)/people/[participant]/contact': ['staff'],
	'/(staff)/people/[participant]/handoffs': ['staff'],
	'/(staff)/people/[participant]/keeping': ['staff'],
	'/(staff)/people/[participant]/file.json': ['staff'],
	'/(staff)/people/[participant]/consents/new': ['staff'],
	'/(staff)/people/[participant]/consents/sign': ['staff'],
	'/(staff)/people/[participant]/consents/[consent]': ['staff'],
	'/(staff)/people/[participant]/consents/[consent]/pdf': ['staff'],
	'/(staff)/people/[participant]/disclosures': ['staff'],
	'/(staff)/people/[participant]/disclosures/pdf': ['staff'],
	'/(staff)/disclosures': ['staff'],
	'/(staff)/people/[participant]/consents/[consent]/revoke': ['staff'],
	'/(staff)/referrals': ['staff'],
	'/(staff)/referrals/new': ['staff'],
	'/(staff)/referrals/[referral]': ['staff'],
	'/(staff)/handoffs': ['staff'],
	'/(staff)/handoffs/[handoff]': ['staff'],
	'/(staff)/incentives': ['staff'],
	'/(staff)/incentives/[incentive]': ['staff'],
	'/(staff)/incentives/batches/[batch]': ['staff'],
	'/(staff)/incentives/batches/[batch]/sheet': ['staff'],
	'/(staff)/incentives/batches/[batch]/pdf': ['staff'],
	'/(staff)/incentives/batches/[batch]/payer.csv': ['staff'],
	'/(staff)/coaching': ['staff'],
	'/(staff)/facilitators': ['staff'],
	'/(staff)/facilitators/[staff]': ['staff'],
	'/(staff)/observations': ['staff'],
	'/(staff)/observations/[observation]': ['staff'],
	'/(staff)/observations/[observation]/paper': ['staff'],
	'/(staff)/exports': ['staff'],
	'/(staff)/exports/[file]': ['staff'],
	'/(staff)/program': ['staff'],
	'/(staff)/program/exports': ['staff'],
	'/(staff)/program/exports/[file]': ['staff'],
	'/(staff)/program/people': ['staff'],
	'/(staff)/program/certificates': ['staff'],
	'/(staff)/program/policy': ['staff'],
	'/(staff)/program/policy/new': ['staff'],
	'/(staff)/admin': ['staff'],
	'/(staff)/admin/organizations/[organization]': ['staff'],
	'/(staff)/admin/staff': ['staff'],
	'/(staff)/admin/staff/new': ['staff'],
	'/(staff)/admin/staff/[staff]': ['staff'],
	'/(staff)/admin/keys': ['staff'],
	'/(staff)/admin/webhooks': ['staff'],
	'/(staff)/admin/webhooks/[endpoint]': ['staff'],
	'/(staff)/admin/holidays': ['staff'],
	'/(staff)/admin/recipients': ['staff'],
	'/(staff)/admin/retention': ['staff'],
	'/(staff)/admin/sectors': ['staff'],
	'/(staff)/admin/sectors/[sector]': ['staff'],

	'/(participant)/me': ['participant'],
	'/(participant)/me/lessons': ['participant'],
	'/(participant)/me/lessons/[lesson]': ['participant'],
	'/(participant)/me/info': ['participant'],
	'/(participant)/me/info/file.json': ['participant'],
	'/(participant)/me/consents/new': ['participant'],
	'/(participant)/me/consents/[consent]': ['participant'],
	'/(participant)/me/consents/[consent]/pdf': ['participant'],
	'/(participant)/me/consents/[consent]/stop': ['participant'],
	'/(participant)/me/told': ['participant'],
	'/(participant)/me/told/pdf': ['participant'],
	'/(participant)/me/meetings/[session]': ['participant'],
	'/(participant)/me/contact': ['participant'],
	'/(participant)/me/handoffs': ['participant'],
	'/(participant)/me/handoffs/new': ['participant'],
	'/(participant)/me/calendar': ['participant'],
	'/(participant)/me/papers': ['participant'],
	'/(participant)/me/papers/letter': ['participant'],
	'/(participant)/me/check-in': ['participant'],

	'/certificates/[certificate]': ['staff', 'participant'],
	'/certificates/[certificate]/pdf': ['staff', 'participant'],
	'/certificates/[certificate]/badge': ['participant'],
	'/letters/[letter]': ['staff', 'participant'],
	'/letters/[letter]/pdf': ['staff', 'participant'],

	'/print/[output]/[[part]]': ['staff', 'participant'],
	'/print/[output]/[[part]]/pdf': ['staff', 'participant'],

	'/api/v1/openapi.json': ['public'],
	'/api/v1/milestones': ['key'],
	'/api/v1/enrollments': ['key'],
	'/api/v1/attendance': ['key'],
	'/api/v1/handoffs': ['key'],
	'/api/v1/groups': ['key'],
	'/api/v1/sessions': ['key'],
	'/api/v1/reconciliation': ['key']
};

/** Asked by a page on its own, while it is open: no sign that anybody is there. */
export const askedAlone = [
	'/(staff)/sessions/[session]/stream',
	'/(staff)/sessions/[session]/room',
	'/(staff)/sessions/[session]/check-in/code'
];

/** What the actor counts as before a route. */
export function audienceOf(actor: Actor): Audience {
	if (actor.kind === 'staff') return actor.verified ? 'staff' : 'half';
	const own = actor.kind === 'locked' || actor.kind === 'participant' || actor.kind === 'key';
	return own ? actor.kind : 'public';
}

/** Deny by default: false for a route that is not in the table. */
export function mayReach(actor: Actor, routeId: string): boolean {
	const allowed = Object.hasOwn(routes, routeId) ? routes[routeId] : [];
	const mine = audienceOf(actor);
	const full = mine !== 'half' && mine !== 'locked' && mine !== 'public';
	return allowed.includes('public') || allowed.includes(mine) || (full && allowed.includes('any'));
}

/** Where somebody begins: the place of their first role. */
export function homeOf(actor: Actor): string {
	if (actor.kind === 'participant') return '/me';
	if (actor.kind === 'locked') return '/locked';
	if (actor.kind !== 'staff') return '/';
	if (!actor.verified) return '/setup/authenticator';
	const first = homes.find(([role]) => actor.grants.some((grant) => grant.role === role));
	return first ? first[1] : '/lessons';
}

const homes = [
	['facilitator', '/today'],
	['coordinator', '/today'],
	['program', '/program'],
	['lead', '/curriculum'],
	['administrator', '/admin'],
	['observer', '/observations'],
	['case-manager', '/handoffs']
] as const;

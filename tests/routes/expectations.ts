/** Who gets in where: written by hand, apart from the product's own tables. A route that is missing here fails. */
import type { ActorName } from './actors.ts';

/** For each kind of subject that the route's parameters name, who may; `any` for a route without such parameters. */
export type Expectation = Partial<Record<'own' | 'group' | 'organization' | 'any', ActorName[]>>;

const everyone: ActorName[] = [
	'anonymous',
	'half',
	'locked',
	'facilitator',
	'colleague',
	'stranger',
	'coordinator',
	'otherCoordinator',
	'program',
	'lead',
	'administrator',
	'observer',
	'caseManager',
	'participant',
	'key'
];
const fullStaff: ActorName[] = [
	'facilitator',
	'colleague',
	'stranger',
	'coordinator',
	'otherCoordinator',
	'program',
	'lead',
	'administrator',
	'observer',
	'caseManager'
];
const groupStaff: ActorName[] = ['facilitator', 'colleague', 'stranger', 'coordinator', 'otherCoordinator'];
const coordinators: ActorName[] = ['coordinator', 'otherCoordinator'];

const open: Expectation = { any: everyone };
const inGroup: Expectation = {
	own: ['facilitator', 'coordinator'],
	group: ['colleague', 'coordinator'],
	organization: ['stranger', 'otherCoordinator']
};
const byCoordinator: Expectation = {
	own: ['coordinator'],
	group: ['coordinator'],
	organization: ['otherCoordinator']
};
/** Whom it is about, who was asked to observe, and who asked. */
const ofObservation: Expectation = {
	own: ['facilitator', 'coordinator', 'observer'],
	group: ['colleague', 'coordinator', 'observer'],
	organization: ['stranger', 'otherCoordinator']
};
const byManager: Expectation = {
	own: ['coordinator', 'administrator'],
	organization: ['otherCoordinator', 'administrator']
};
const lead: Expectation = { any: ['lead'] };
const administrator: Expectation = { any: ['administrator'] };
const own: Expectation = { any: ['participant'] };

export const expectations: Record<string, Expectation> = {
	'/': open,
	'/sign-in': open,
	'/sign-in/code': open,
	'/sign-out': open,
	'/locked': { any: ['locked'] },
	'/setup/[token]': { any: [] },
	'/setup/authenticator': { any: ['half'] },
	'/card': open,
	'/card/pin': open,
	'/language': open,
	'/leave': open,
	'/calendar': open,
	'/calendar/[token].ics': { any: [] },
	'/refused': open,
	'/room': open,
	'/room/[token]': { any: [] },
	'/room/[token]/[step]': { any: [] },
	'/room/[token]/check-in': { any: [] },
	'/room/[token]/check-in/code': { any: [] },
	'/here/[[token]]': open,
	'/kiosk/[token]': { any: [] },
	'/healthz': open,
	'/readyz': open,
	'/metrics': open,
	'/verify/[[code]]': open,
	'/verify/keys': open,
	'/verify/keys/[key]': { any: [] },
	'/verify/issuers/[issuer]': { any: [] },
	'/verify/achievements/[edition]': { any: [] },
	'/verify/status/[issuer]': { any: [] },
	'/handbook': open,
	'/handbook/curriculum': open,
	'/handbook/look': open,
	'/handbook/decisions': open,
	'/handbook/running': open,
	'/handbook/promises': open,

	'/(staff)/today': { any: groupStaff },
	'/(staff)/worklist': { any: groupStaff },
	'/(staff)/disputes/[dispute]': inGroup,
	'/(staff)/sessions/[session]': inGroup,
	'/(staff)/sessions/[session]/end': inGroup,
	'/(staff)/sessions/[session]/cancel': inGroup,
	'/(staff)/sessions/[session]/check-in': inGroup,
	'/(staff)/sessions/[session]/check-in/code': inGroup,
	'/(staff)/sessions/[session]/fidelity': inGroup,
	'/(staff)/sessions/[session]/kiosk': inGroup,
	'/(staff)/sessions/[session]/move': inGroup,
	'/(staff)/sessions/[session]/operations': inGroup,
	'/(staff)/sessions/[session]/room': inGroup,
	'/(staff)/sessions/[session]/screen': inGroup,
	'/(staff)/sessions/[session]/sheet': inGroup,
	'/(staff)/sessions/[session]/sheet/paper': inGroup,
	'/(staff)/sessions/[session]/sheet/pdf': inGroup,
	'/(staff)/sessions/[session]/stream': inGroup,
	'/(staff)/packs': { any: groupStaff },
	'/(staff)/packs/pdf': { any: groupStaff },

	'/(staff)/calendars': { any: groupStaff },
	'/(staff)/groups': { any: groupStaff },
	'/(staff)/groups/new': { any: coordinators },
	'/(staff)/groups/closing': { any: groupStaff },
	'/(staff)/groups/[group]/dates': inGroup,
	'/(staff)/groups/[group]/schedule': inGroup,
	'/(staff)/groups/[group]': inGroup,
	'/(staff)/groups/[group]/course': inGroup,
	'/(staff)/groups/[group]/enroll': byCoordinator,
	'/(staff)/groups/[group]/intake': byCoordinator,
	'/(staff)/groups/[group]/intake/template.csv': byCoordinator,
	'/(staff)/groups/[group]/entry': byCoordinator,
	'/(staff)/groups/[group]/policy': byCoordinator,
	'/(staff)/groups/[group]/exit/[enrollment]': byCoordinator,
	'/(staff)/groups/[group]/people/[enrollment]': byCoordinator,
	'/(staff)/groups/[group]/make-ups': inGroup,
	'/(staff)/groups/[group]/dosage': inGroup,
	'/(staff)/groups/[group]/edition': byCoordinator,
	'/(staff)/dosage/[enrollment]': inGroup,
	'/(staff)/make-ups/[enrollment]': inGroup,
	'/(staff)/groups/[group]/sector/[enrollment]': byCoordinator,

	'/(staff)/outreach/[enrollment]': inGroup,
	'/(staff)/people': { any: coordinators },
	'/(staff)/people/people.csv': { any: coordinators },
	'/(staff)/people/known': { any: groupStaff },
	'/(staff)/people/[participant]': inGroup,
	'/(staff)/people/ceremony': { any: coordinators },
	'/(staff)/people/ceremony/paper': { any: coordinators },
	'/(staff)/people/[participant]/certificates': inGroup,
	'/(staff)/people/[participant]/letters': byCoordinator,
	'/(staff)/people/[participant]/card': inGroup,
	'/(staff)/people/[participant]/contact': inGroup,
	'/(staff)/people/[participant]/handoffs': inGroup,
	'/(staff)/people/[participant]/consents/new': byCoordinator,
	'/(staff)/people/[participant]/consents/sign': byCoordinator,
	'/(staff)/people/[participant]/consents/[consent]': byCoordinator,
	'/(staff)/people/[participant]/consents/[consent]/pdf': byCoordinator,
	'/(staff)/people/[participant]/disclosures': byCoordinator,
	'/(staff)/people/[participant]/disclosures/pdf': byCoordinator,
	'/(staff)/disclosures': { any: coordinators },
	'/(staff)/people/[participant]/consents/[consent]/revoke': byCoordinator,

	'/(staff)/referrals': { any: coordinators },
	'/(staff)/referrals/new': { any: coordinators },
	'/(staff)/referrals/[referral]': byCoordinator,

	'/(staff)/handoffs': { any: [...coordinators, 'caseManager'] },
	'/(staff)/handoffs/[handoff]': { own: ['caseManager'], group: ['caseManager'], organization: [] },
	'/(staff)/coaching': { any: ['facilitator', 'colleague', 'stranger'] },
	'/(staff)/facilitators': { any: coordinators },
	'/(staff)/facilitators/[staff]': { own: ['coordinator'], organization: ['otherCoordinator'] },
	'/(staff)/observations': { any: ['observer'] },
	'/(staff)/observations/[observation]': ofObservation,
	'/(staff)/observations/[observation]/paper': ofObservation,

	'/(staff)/program': { any: ['program'] },
	'/(staff)/program/people': { any: ['program'] },
	'/(staff)/program/certificates': { any: ['program'] },
	'/(staff)/program/policy': { any: fullStaff },
	'/(staff)/program/policy/new': { any: ['program'] },

	'/(staff)/admin': { any: [...coordinators, 'administrator'] },
	'/(staff)/admin/organizations/[organization]': byManager,
	'/(staff)/admin/staff': { any: [...coordinators, 'administrator'] },
	'/(staff)/admin/staff/new': { any: [...coordinators, 'administrator'] },
	'/(staff)/admin/staff/[staff]': byManager,
	'/(staff)/admin/keys': administrator,
	'/(staff)/admin/holidays': administrator,
	'/(staff)/admin/recipients': administrator,
	'/(staff)/admin/webhooks': administrator,
	'/(staff)/admin/webhooks/[endpoint]': { own: ['administrator'] },
	'/(staff)/admin/sectors': administrator,
	'/(staff)/admin/sectors/[sector]': administrator,

	'/(staff)/lessons': { any: fullStaff },
	'/(staff)/lessons/[lesson]': { any: fullStaff },
	'/(staff)/lessons/[lesson]/screen': { any: fullStaff },
	'/(staff)/curriculum': lead,
	'/(staff)/curriculum/discard': lead,
	'/(staff)/curriculum/files/[...path]': lead,
	'/(staff)/curriculum/proof': lead,
	'/(staff)/curriculum/publish': lead,

	'/(participant)/me': own,
	'/(participant)/me/info': own,
	'/(participant)/me/consents/new': own,
	'/(participant)/me/consents/[consent]': { own: ['participant'] },
	'/(participant)/me/consents/[consent]/pdf': { own: ['participant'] },
	'/(participant)/me/consents/[consent]/stop': { own: ['participant'] },
	'/(participant)/me/told': own,
	'/(participant)/me/told/pdf': own,
	'/(participant)/me/meetings/[session]': { own: ['participant'] },
	'/(participant)/me/contact': own,
	'/(participant)/me/handoffs': own,
	'/(participant)/me/handoffs/new': own,
	'/(participant)/me/calendar': own,
	'/(participant)/me/papers': own,
	'/(participant)/me/papers/letter': own,
	'/(participant)/me/check-in': own,
	'/(participant)/me/lessons': own,
	'/(participant)/me/lessons/[lesson]': own,

	'/certificates/[certificate]': { ...inGroup, own: [...inGroup.own!, 'participant'] },
	'/certificates/[certificate]/pdf': { ...inGroup, own: [...inGroup.own!, 'participant'] },
	'/certificates/[certificate]/badge': { own: ['participant'] },
	'/letters/[letter]': { ...byCoordinator, own: ['coordinator', 'participant'] },
	'/letters/[letter]/pdf': { ...byCoordinator, own: ['coordinator', 'participant'] },

	'/print/[output]/[[part]]': { any: [...fullStaff, 'participant'] },
	'/print/[output]/[[part]]/pdf': { any: [...fullStaff, 'participant'] },

	'/api/v1/openapi.json': open,
	'/api/v1/milestones': { any: ['key'] },
	'/api/v1/enrollments': { any: ['key'] },
	'/api/v1/attendance': { any: ['key'] },
	'/api/v1/groups': { any: ['key'] },
	'/api/v1/sessions': { any: ['key'] },
	'/api/v1/reconciliation': { any: ['key'] }
};

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { count } from 'drizzle-orm';
import * as tables from '#lib/server/db/schema/index.ts';
import type { Db } from '#lib/server/db/open.ts';
import { newId } from '#lib/server/ids.ts';
import { actorNames, people, type ActorName, type Headers, type Subject } from './actors.ts';
import { builtRoutes, serve, type Built } from './built.ts';
import { expectations, type Expectation } from './expectations.ts';
import { competences } from '#lib/vocabulary.ts';
import { toldPolicy } from '../support/policies.ts';
import { freshDatabase } from '../support/database.ts';

const secret = 'the secret of the route matrix, long enough';
const routes = await builtRoutes();

type World = Awaited<ReturnType<typeof people>>;
let db: Db;
let world: World;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const fresh = await freshDatabase();
	db = fresh.db;
	world = await people(db);
	server = await serve(fresh.url, secret);
});
afterAll(() => server?.stop());

type Ask = { method: string; path: string; headers: Headers; body?: string };
type Answer = { status: number; location: string; body: string };

async function ask({ method, path, headers, body }: Ask): Promise<Answer> {
	const response = await fetch(server.origin + path, {
		method,
		redirect: 'manual',
		headers: { accept: 'text/html', origin: server.origin, ...headers },
		body
	});
	const live = response.headers.get('content-type')?.startsWith('text/event-stream');
	if (live) await response.body!.cancel();
	return {
		status: response.status,
		location: response.headers.get('location') ?? '',
		body: live ? '' : await response.text()
	};
}

/** Sent to where one signs in: nobody was let in. */
const sentToSignIn = ({ status, location }: Answer) =>
	status === 303 && /^\/(sign-in|card|setup|locked)\b/.test(location);
const sentHome = ({ status, location }: Answer) =>
	status === 303 && /^\/(today|program|curriculum|admin|observations|handoffs|me)$/.test(location);
const refused = (answer: Answer) =>
	[401, 403, 404, 423].includes(answer.status) || sentToSignIn(answer) || sentHome(answer);
/** The page that tells of a refusal has the status of what it tells. */
const opened = (id: string, { status }: Answer) =>
	[200, 303, 307].includes(status) || (id === '/refused' && status === 403);

const kinds = ['own', 'group', 'organization', 'nowhere'] as const;
type Kind = (typeof kinds)[number];

const parameters = /\[?\[(\.\.\.)?(\w+)\]\]?/g;
/** What the parameters that name no person, group or organization are filled with. */
const fixed: Record<string, string> = {
	lesson: 'lesson-one',
	path: '1-first-part/1-lesson-one.md',
	token: 'no-such-link',
	step: '1',
	output: 'workbook',
	part: 'lesson-one',
	sector: 'culinary',
	file: 'attendance.csv',
	code: 'AAAA-AAAA-AAAA',
	key: 'no-such-key',
	issuer: 'no-such-issuer',
	edition: 'no-such-edition'
};

/** What a page is asked with by those who send people there. */
const queries: Record<string, string> = {
	'/refused': '?status=403&code=forbidden',
	'/api/v1/reconciliation': '?resource=milestones&from=2026-03-01&to=2026-03-31'
};

function pathOf(id: string, subject: Subject): string {
	const path = (id.replace(/\/\([^)]+\)/g, '') || '/') + (queries[id] ?? '');
	return path.replace(parameters, (_, _rest, name: string) => fixed[name] ?? subject[name as keyof Subject]);
}

/** Those who do not work in the other organization. */
const outsiders = actorNames.filter((name) => name !== 'stranger' && name !== 'otherCoordinator');

const anyone = expectations['/'].any;
/** The program's own staff know the organizations by name: they see them in its counts. */
const known: Record<string, ActorName[]> = { '/(staff)/admin/organizations/[organization]': ['program'] };

const names = (id: string) => [...id.matchAll(parameters)].map(([, , name]) => name);
const hasSubject = (id: string) => names(id).some((name) => !(name in fixed));
const expected = (id: string): Expectation => expectations[id] ?? {};
const kindsOf = (id: string): Kind[] =>
	hasSubject(id) ? kinds.filter((kind) => kind === 'nowhere' || kind in expected(id)) : ['own'];
const may = (id: string, kind: Kind, actor: ActorName) =>
	(hasSubject(id) ? (expected(id)[kind as 'own'] ?? []) : (expected(id).any ?? [])).includes(actor);

/** Everything but what differs from answer to answer: ids, nonces, times. */
const bare = ({ status, location, body }: Answer) => ({
	status,
	location: location.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'),
	body: body
		.replace(/nonce="[^"]*"/g, '')
		.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
		.replace(/__sveltekit_\w+/g, '')
});

/** Rows of every table that holds something about people or the program. */
async function rows(): Promise<Record<string, number>> {
	const kept = Object.entries(tables).filter(
		([name]) => !/logins|limits|chainHeads|events|verifications/.test(name)
	);
	const counts: Record<string, number> = {};
	for (const [name, table] of kept) {
		const [{ n }] = await db.read.select({ n: count() }).from(table as typeof tables.staff);
		counts[name] = n;
	}
	return counts;
}

const screenConsent = (operationId: string, organizationId: string, recipientId: string) => ({
	...{ operationId, organizationId, recipientId, information: ['milestones'], expiresOn: '2028-05-05' },
	...{ language: 'en', termsVersion: '1', textVersion: '2', signedName: 'Nobody', toldOfRevocation: 'on' }
});

/** Bodies that would do something, were they sent by somebody who may. */
function bodyFor(route: Built, action: string, subject: Subject): Record<string, string | string[]> {
	const operationId = newId();
	const { enrollment: enrollmentId } = subject;
	const replaces: string[] = [];
	const bodies: Record<string, Record<string, string | string[]>> = {
		'/(staff)/sessions/[session]?mark': { operationId, enrollmentId, status: 'present', replaces },
		'/(staff)/sessions/[session]?all': { operationId },
		'/(staff)/sessions/[session]?delivery': {
			operationId,
			lessonId: 'lesson-one',
			activity: 'plan',
			state: 'done'
		},
		'/(staff)/sessions/[session]?practice': {
			operationId,
			enrollmentId,
			lessonId: 'lesson-one',
			result: 'went-well'
		},
		'/(staff)/sessions/[session]?engagement': { operationId, enrollmentId, level: 'some' },
		'/(staff)/sessions/[session]?begin': { operationId },
		'/(staff)/sessions/[session]?takeBackStart': { operationId, startId: newId() },
		'/(staff)/sessions/[session]?accept': { operationId, accepted: [newId()] },
		'/(staff)/sessions/[session]?turnDown': { operationId, checkInId: newId() },
		'/(participant)/me/check-in?code': { operationId, code: 'AAAA' },
		'/(participant)/me/check-in?here': { operationId },
		'/kiosk/[token]?default': { operationId, code: 'AAAA-AAAA-AAAA-AAAA', pin: '480271' },
		'/(staff)/sessions/[session]/end?end': { operationId },
		'/(staff)/sessions/[session]/cancel?default': { operationId, reason: 'weather' },
		'/(staff)/groups/[group]/course?lessons': {
			...{ operationId, sessionId: subject.session, change: 'join', seen: '' }
		},
		'/(staff)/groups/[group]/dates?give': { operationId, dates: '2027-05-05 18:00', seen: '' },
		'/(staff)/groups/[group]/schedule?closed': { operationId, step: 'cancel' },
		'/(staff)/admin/holidays?default': { operationId, holidays: 'US-CA' },
		'/(staff)/admin/organizations/[organization]?observe': { operationId, holidays: 'US-CA' },
		'/(staff)/admin/organizations/[organization]?zone': {
			...{ operationId, zone: 'America/Denver' },
			// Whose page it is makes no difference, so it is a site that belongs there.
			siteId: subject.organization === world.here.northside.id ? world.here.mainStreet.id : operationId
		},
		'/(staff)/groups/[group]/edition?default': { operationId, editionId: newId(), seen: newId() },
		'/(staff)/dosage/[enrollment]?default': { operationId, hours: '40' },
		'/(staff)/groups/[group]/course?electives': { operationId, electives: ['extra-one'] },
		'/(staff)/groups/[group]/course?booster': {
			operationId,
			lessonId: 'booster-one',
			date: '2099-05-05',
			time: '10:00'
		},
		'/(staff)/disputes/[dispute]?explain': { operationId, answer: 'sheet' },
		'/(staff)/disputes/[dispute]?correct': {
			operationId,
			enrollmentId,
			said: 'present',
			starts: '18:00',
			replaces
		},
		'/(participant)/me/meetings/[session]?default': { operationId, claim: 'was-there' },
		'/(staff)/make-ups/[enrollment]?plan': {
			operationId,
			lessonId: 'lesson-one',
			how: 'one-to-one',
			day: '2026-03-03'
		},
		'/(staff)/groups/[group]/enroll?new': {
			operationId,
			number: 'P-9999',
			firstName: 'Nobody',
			lastName: 'Here',
			language: 'en'
		},
		'/(staff)/groups/[group]/enroll?known': { operationId, number: 'P-2001' },
		'/(staff)/groups/[group]/intake?check': {
			text: 'Program number,First name,Last name\nP-9999,Nobody,Here'
		},
		'/(staff)/groups/[group]/intake?enroll': {
			operationId,
			rows: JSON.stringify([
				{
					row: { line: 2, number: 'P-9999', firstName: 'Nobody', lastName: 'Here', language: 'en' },
					found: 'new'
				}
			])
		},
		'/(staff)/people/ceremony?answer': { operationId, enrollmentId, named: 'true' },
		'/(staff)/people/[participant]/certificates?issue': {
			...{ operationId, enrollmentId, name: 'Nobody', before: 'none' }
		},
		'/(staff)/people/[participant]/certificates?revoke': {
			...{ operationId, certificateId: subject.certificate, reason: 'mistake' }
		},
		'/(staff)/people/[participant]/letters?make': {
			...{ operationId, enrollmentId, kind: 'attendance', audience: 'court', wording: 'neutral' },
			...{ language: 'en', name: 'used', days: 'false', inPerson: 'true' }
		},
		'/(participant)/me/papers?certificate': { operationId, enrollmentId, name: 'Nobody' },
		'/(participant)/me/papers/letter?make': {
			...{ operationId, enrollmentId, kind: 'attendance', audience: 'court', wording: 'neutral' },
			...{ language: 'en', name: 'used', days: 'false' }
		},
		'/(staff)/program/certificates?default': { operationId, en: 'Skills', es: 'Habilidades' },
		'/(staff)/people/known?number': { organizationId: subject.organization, number: 'P-2001' },
		'/(staff)/people/known?name': {
			...{ organizationId: subject.organization, firstName: 'Nobody', lastName: 'Here' }
		},
		'/(staff)/people/[participant]/contact?name': {
			...{ operationId, shownAt: '', firstName: 'Nobody', lastName: 'Here', reason: 'called' }
		},
		'/(staff)/people/[participant]/contact?contact': { operationId, safe: 'no', way: 'in-person' },
		'/(participant)/me/contact?name': { operationId, shownAt: '', firstName: 'Nobody' },
		'/(participant)/me/contact?contact': { operationId, safe: 'no', way: 'in-person' },
		'/(staff)/outreach/[enrollment]?try': {
			...{ operationId, day: '2026-03-03', way: 'call', outcome: 'reached' }
		},
		'/(staff)/referrals/new?known': {
			...{ operationId, organizationId: subject.organization, number: 'P-2001' },
			...{ source: 'self', referredOn: '2026-03-03' }
		},
		'/(staff)/referrals/[referral]?eligible': { operationId, eligible: 'yes' },
		'/(staff)/referrals/[referral]?close': { operationId, end: 'elsewhere' },
		'/(staff)/referrals/[referral]?try': {
			...{ operationId, day: '2026-03-03', way: 'call', outcome: 'reached' }
		},
		'/(staff)/sessions/[session]/fidelity?default': { operationId, readiness: 'ready', support: 'no' },
		'/(staff)/facilitators/[staff]?credential': {
			...{ operationId, kind: 'curriculum', trainedOn: '2026-03-03' }
		},
		'/(staff)/facilitators/[staff]?goal': { operationId, line: 'Nobody', day: '2099-03-03' },
		'/(staff)/facilitators/[staff]?ask': {
			...{ operationId, sessionId: subject.session, staffId: subject.staff, observerId: world.here.carl.id }
		},
		'/(staff)/observations/[observation]?save': { operationId, strengths: 'Nobody' },
		'/(staff)/observations/[observation]?sign': {
			...{ operationId, strengths: 'Nobody', goal: 'Nobody', goalBy: '2099-03-03' },
			...Object.fromEntries(competences.map((one) => [`competences.${one}`, '3']))
		},
		'/(staff)/observations/[observation]?acknowledge': { operationId, signedId: operationId },
		'/(staff)/observations/[observation]?withdraw': { operationId },
		'/(staff)/groups/[group]/exit/[enrollment]?default': { operationId, reason: 'job' },
		'/(staff)/groups/[group]/entry?default': { operationId, capacity: '9', entry: 'open' },
		'/(staff)/groups/[group]/policy?default': { operationId, policyId: world.here.tuesdayGroup.policyId },
		'/(staff)/program/policy/new?preview': { ...toldPolicy, operationId },
		'/(staff)/program/policy/new?adopt': { ...toldPolicy, operationId },
		'/(staff)/groups/[group]/people/[enrollment]?pause': {
			...{ operationId, from: '2026-03-03', backOn: '2099-01-01', reason: 'work' }
		},
		'/(staff)/groups/[group]/people/[enrollment]?resume': { operationId },
		'/(staff)/groups/[group]/people/[enrollment]?move': { operationId, groupId: subject.group ?? '' },
		'/(staff)/groups/[group]/people/[enrollment]?back': { operationId },
		'/(staff)/groups/[group]/people/[enrollment]?undo': {
			...{ operationId, changeId: operationId, reason: 'mistake' }
		},
		'/(staff)/people/[participant]/handoffs?default': { operationId, category: 'work' },
		'/(staff)/people/[participant]/keeping?hold': { operationId, category: 'audit' },
		'/(staff)/people/[participant]/keeping?lift': { operationId, holdId: operationId },
		'/(staff)/people/[participant]/keeping?erase': { operationId, told: 'true' },
		'/(staff)/admin/retention?carryOut': { operationId, erasureId: operationId },
		'/(staff)/admin/retention?callOff': { operationId, erasureId: operationId },
		'/(staff)/handoffs/[handoff]?take': { operationId, stepId: operationId },
		'/(staff)/handoffs/[handoff]?answer': { operationId, stepId: operationId, state: 'contacted' },
		'/(participant)/me/handoffs?withdraw': {
			...{ operationId, handoffId: subject.handoff, stepId: operationId }
		},
		'/(participant)/me/handoffs?decline': {
			...{ operationId, handoffId: subject.handoff, stepId: operationId }
		},
		'/(participant)/me/handoffs/new?ask': {
			...{ operationId, category: 'work', to: `case-manager/${world.here.northside.id}`, days: '30' },
			...{ reach: 'other', way: 'in-person', agreed: 'true', language: 'en' }
		},
		'/(participant)/me/handoffs/new?takeUp': {
			...{ operationId, handoffId: subject.handoff, stepId: operationId, days: '30' },
			...{ to: `case-manager/${world.here.northside.id}`, reach: 'other', way: 'in-person' },
			...{ agreed: 'true', language: 'en' }
		},
		'/(staff)/incentives?approve': { operationId, incentiveId: subject.incentive },
		'/(staff)/incentives?all': { operationId, incentiveIds: [subject.incentive] },
		'/(staff)/incentives?batch': {
			...{ operationId, organizationId: subject.organization, form: 'transit' },
			incentiveIds: [subject.incentive]
		},
		'/(staff)/incentives?budget': {
			...{ operationId, organizationId: subject.organization, cents: '100' },
			...{ firstDay: '2026-01-01', lastDay: '2026-12-31' }
		},
		'/(staff)/incentives/[incentive]?approve': { operationId },
		'/(staff)/incentives/[incentive]?decide': { operationId, decision: 'kept', reason: 'used' },
		'/(staff)/incentives/[incentive]?issue': { operationId, form: 'other', day: '2026-03-03' },
		'/(staff)/incentives/[incentive]?receipt': { operationId, way: 'paper', day: '2026-03-03' },
		'/(staff)/incentives/batches/[batch]?out': { operationId, incentiveId: subject.incentive },
		'/(staff)/incentives/batches/[batch]?check': { text: 'Reference,Amount\nABCDEFGH,15' },
		'/(staff)/incentives/batches/[batch]?settle': {
			operationId,
			rows: JSON.stringify([{ line: 2, reference: 'ABCDEFGH', cents: 1500, serial: null, day: null }])
		},
		'/(participant)/me?receipt': { operationId, incentiveId: subject.incentive, received: 'true' },
		'/(staff)/people/[participant]?apart': { operationId, number: 'P-2001' },
		'/(staff)/people/[participant]?end': { operationId, keepApartId: operationId },
		'/(staff)/groups/[group]/sector/[enrollment]?default': { operationId, sectorId: 'culinary' },
		'/(staff)/groups/new?create': {
			name: 'Nobody',
			siteId: world.here.mainStreet.id,
			room: '1',
			editionId: world.here.edition.id,
			facilitatorIds: [world.here.fatima.id],
			startsOn: '2026-05-05',
			'slots.0.weekday': '2',
			'slots.0.time': '18:00',
			'slots.0.minutes': '90'
		},
		'/(staff)/people/[participant]/consents/new?default': {
			operationId,
			organizationId: subject.organization,
			recipientId: world.here.caseManagement.id,
			information: ['milestones'],
			purpose: 'Nothing',
			signedOn: '2026-05-05',
			expiresOn: '2099-05-05',
			signature: 'paper',
			toldOfRevocation: 'on'
		},
		'/(staff)/admin/keys?create': {
			operationId,
			name: 'Nobody',
			recipientId: world.here.caseManagement.id,
			scopes: ['milestones'],
			days: '30'
		},
		'/(staff)/admin/webhooks?create': {
			...{ operationId, recipientId: world.here.caseManagement.id, description: 'Nobody' },
			...{ url: 'https://hooks.example.org/', types: ['consent.recorded'] }
		},
		'/(staff)/admin/webhooks?allow': { host: 'nobody.example.org' },
		'/(staff)/admin/webhooks?remove': { host: 'hooks.example.org' },
		'/(staff)/admin/webhooks/[endpoint]?test': { operationId },
		'/(staff)/admin/webhooks/[endpoint]?rotate': { operationId },
		'/(staff)/admin/webhooks/[endpoint]?end': { sure: 'yes' },
		'/(staff)/admin/webhooks/[endpoint]?replay': { messageId: 'msg_1' },
		'/(staff)/admin/webhooks/[endpoint]?replayAll': { since: '2026-03-03' },
		'/(staff)/admin/recipients?add': { operationId, name: 'Nobody', kind: 'evaluator' },
		'/(staff)/admin/recipients?terms': {
			...{ operationId, recipientId: world.here.caseManagement.id, version: '1', information: ['name'] },
			...{ purposeEn: 'Nothing', purposeEs: 'Nada', expiryDays: '30', agreement: '' }
		},
		'/(participant)/me/consents/new?sign': {
			...screenConsent(operationId, world.here.northside.id, world.here.caseManagement.id),
			pin: '271828'
		},
		'/(participant)/me/consents/new?decline': { operationId, offerId: operationId },
		'/(participant)/me/consents/[consent]/stop?default': { operationId },
		'/(staff)/people/[participant]/consents/sign?sign': {
			...screenConsent(operationId, subject.organization, world.here.caseManagement.id),
			witnessed: 'on'
		},
		'/(staff)/people/[participant]/consents/sign?offer': {
			...{ operationId, organizationId: subject.organization, recipientId: world.here.caseManagement.id }
		},
		'/(staff)/admin/sectors?default': { operationId, id: 'nobody', en: 'Nobody', es: 'Nadie' },
		'/(staff)/admin/sectors/[sector]?rename': { operationId, en: 'Nobody', es: 'Nadie' },
		'/(staff)/admin/sectors/[sector]?retire': { operationId, retired: 'true' },
		'/(staff)/admin/staff/new?default': {
			operationId,
			name: 'Nobody',
			email: 'nobody@example.org',
			'grants.0.role': 'facilitator',
			'grants.0.organizationId': subject.organization
		},
		'/(staff)/admin/organizations/[organization]?site': { name: 'Nobody', zone: 'America/Los_Angeles' },
		'/(staff)/admin?default': { name: 'Nobody' }
	};
	return bodies[`${route.id}?${action}`] ?? {};
}

function encoded(body: Record<string, string | string[]>): string {
	const form = new URLSearchParams();
	for (const [name, value] of Object.entries(body)) for (const one of [value].flat()) form.append(name, one);
	return form.toString();
}
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };

test('every route of the build is listed, and every listed route is built', () => {
	expect(routes.map(({ id }) => id).sort()).toEqual(Object.keys(expectations).sort());
});

describe.each(routes)('$id', (route) => {
	const { id } = route;
	const asks = (kind: Kind, actor: ActorName) => {
		const path = pathOf(id, world.subjects[kind]);
		return { path, headers: world.headers[actor] };
	};

	test.runIf(route.page || route.methods.includes('GET'))(
		'opens for whom it should, and for nobody else',
		async () => {
			for (const kind of kindsOf(id)) {
				for (const actor of actorNames) {
					const answer = await ask({ method: 'GET', ...asks(kind, actor) });
					const told = `GET ${kind} as ${actor}: ${answer.status} ${answer.location}`;
					if (may(id, kind, actor)) {
						const letIn = opened(id, answer) && (expected(id).any === anyone || !sentToSignIn(answer));
						expect(letIn, told).toBe(true);
					} else expect(refused(answer), told).toBe(true);
				}
			}
		}
	);

	test.runIf(route.page)('gives its data to nobody who may not see its page', async () => {
		for (const kind of kindsOf(id)) {
			for (const actor of actorNames.filter((name) => !may(id, kind, name))) {
				const { path, headers } = asks(kind, actor);
				const { status, body } = await ask({
					method: 'GET',
					path: `${path.replace(/\/$/, '')}/__data.json`,
					headers
				});
				const told = `data of ${kind} as ${actor}: ${status} ${body.slice(0, 200)}`;
				expect([401, 403, 404].includes(status) || /"type":"(redirect|error)"/.test(body), told).toBe(true);
				expect(body, told).not.toMatch(/Canary|Quinn/);
			}
		}
	});

	test.runIf('organization' in expected(id) && route.page)(
		"cannot be used to tell another organization's record from none",
		async () => {
			for (const actor of outsiders.filter(
				(name) => !may(id, 'organization', name) && !known[id]?.includes(name)
			)) {
				const theirs = await ask({ method: 'GET', ...asks('organization', actor) });
				const none = await ask({ method: 'GET', ...asks('nowhere', actor) });
				expect(bare(theirs), `as ${actor}`).toEqual(bare(none));
			}
		}
	);

	test.runIf(route.actions.length > 0 && !expected(id).any?.includes('anonymous'))(
		'does nothing for whom it should not',
		async () => {
			const before = await rows();
			for (const kind of kindsOf(id)) {
				for (const actor of actorNames.filter((name) => !may(id, kind, name))) {
					for (const action of route.actions) {
						const { path, headers } = asks(kind, actor);
						const to = action === 'default' ? path : `${path}?/${action}`;
						for (const body of [encoded(bodyFor(route, action, world.subjects[kind])), '']) {
							const answer = await ask({ method: 'POST', path: to, headers: { ...form, ...headers }, body });
							expect(
								refused(answer),
								`${action} ${kind} as ${actor}: ${answer.status} ${answer.location}`
							).toBe(true);
						}
					}
				}
			}
			expect(await rows()).toEqual(before);
		}
	);

	test.runIf(route.methods.some((method) => method !== 'GET') && !expected(id).any?.includes('anonymous'))(
		'its endpoint does nothing for whom it should not',
		async () => {
			const before = await rows();
			for (const kind of kindsOf(id)) {
				for (const actor of actorNames.filter((name) => !may(id, kind, name))) {
					for (const method of route.methods.filter((name) => name !== 'GET')) {
						const { path, headers } = asks(kind, actor);
						const mark = {
							kind: 'mark',
							operationId: newId(),
							enrollmentId: world.subjects[kind].enrollment,
							status: 'present'
						};
						const answer = await ask({
							method,
							path,
							headers: { ...json, ...headers, accept: 'application/json' },
							body: JSON.stringify(mark)
						});
						expect(
							[401, 403, 404, 423].includes(answer.status) || (answer.status === 400 && !hasSubject(id)),
							`${method} ${kind} as ${actor}: ${answer.status}`
						).toBe(true);
					}
				}
			}
			expect(await rows()).toEqual(before);
		}
	);

	test.runIf(route.actions.length > 0 || route.methods.some((method) => method !== 'GET'))(
		'refuses what comes from another site, whatever it is',
		async () => {
			const path = pathOf(id, world.subjects.own);
			const bodies: [string, string][] = [
				['application/x-www-form-urlencoded', 'a=1'],
				['text/plain', 'a=1'],
				['application/json', '{}'],
				['', '']
			];
			for (const actor of ['facilitator', 'coordinator', 'administrator', 'lead', 'participant'] as const) {
				for (const [type, body] of bodies) {
					for (const origin of ['https://evil.example', 'null']) {
						const headers = { ...world.headers[actor], origin, ...(type && { 'content-type': type }) };
						const { status } = await ask({ method: 'POST', path, headers, body });
						expect(status, `${type} from ${origin} as ${actor}`).toBe(403);
					}
				}
			}
		}
	);
});

test('nothing that was asked here made the server stumble', () => {
	const stumbles = server.lines
		.join('')
		.split('\n')
		.filter((line) => line.includes('"level":50') || line.includes('"level":60'));
	expect(stumbles).toEqual([]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	actions,
	allow,
	anonymous,
	can,
	capabilities,
	nameOf,
	organizationsOf,
	roles,
	system,
	type Action,
	type Actor,
	type Grant,
	type Key,
	type Staff,
	type Subject
} from '#lib/server/policy.ts';

/**
 * Who may do what, written down a second time, by what somebody is to the thing. In the group: F facilitates it. In the
 * organization: C coordinates it. Anywhere: f facilitates, c coordinates. In the whole program: P its staff, L
 * curriculum lead, A administrator. W works with the program in any way. O the participant themselves. K a key with the
 * scope "milestones". R that room screen. S the deployment itself. B was asked to observe. M facilitates in the
 * organization, and it is about them. V approves incentives in the organization. Anywhere: b observes, v approves. H is a case manager of the organization, h of any. KH a key
 * with the scope "handoffs".
 */
const table: Record<Action, string> = {
	'groups.list': 'f c',
	'groups.read': 'F C',
	'groups.create': 'C S',
	'groups.enroll': 'C S',
	'groups.exit': 'C S',
	'groups.override': 'C S',
	'groups.change': 'C S',
	'keep-apart.read': 'C',
	'keep-apart.record': 'C S',
	'groups.plan': 'F C S',
	'sessions.cancel': 'F C S',
	'sessions.move': 'F C S',
	'sessions.cover': 'F C S',
	'sessions.close': 'C S',
	'sessions.read': 'F C',
	'attendance.mark': 'F C S T',
	'attendance.correct-locked': 'C S',
	'deliveries.record': 'F C S',
	'practices.record': 'F C S',
	'sessions.end': 'F C S',
	'sessions.reopen': 'F C S',
	'check-ins.open': 'F C',
	'check-ins.propose': 'O',
	'make-ups.plan': 'F C S',
	'make-ups.approve': 'C S',
	'make-ups.except': 'C S',
	'make-ups.hold': 'F C S',
	'referrals.list': 'c',
	'referrals.read': 'C',
	'referrals.record': 'C S',
	'referrals.decide': 'C S',
	'outreach.record': 'F C S',
	'handoffs.list': 'c h',
	'handoffs.offer': 'F C',
	'handoffs.ask': 'O',
	'handoffs.answer': 'H',
	'holds.manage': 'C',
	'erasures.ask': 'C',
	'erasures.carry-out': 'C P',
	'retention.read': 'C P A',
	'files.read': 'C O',
	'disputes.ask': 'O',
	'disputes.answer': 'F C S',
	'self-reports.record': 'F',
	'facilitators.list': 'c',
	'facilitators.read': 'C',
	'credentials.record': 'C S',
	'observations.list': 'b',
	'observations.ask': 'C S',
	'observations.read': 'C B M',
	'observations.record': 'B',
	'observations.acknowledge': 'M',
	'coaching.read': 'f',
	'goals.set': 'C S',
	'goals.settle': 'C M',
	'rooms.open': 'F C',
	'rooms.show': 'R',
	'people.list': 'c',
	'people.read': 'F C',
	'dosage-targets.set': 'C S',
	'people.create': 'C S',
	'people.look-up': 'f c',
	'names.change': 'F C S',
	'names.history': 'C',
	'contacts.read': 'F C',
	'contacts.record': 'F C S',
	'cards.issue': 'F C S',
	'consents.record': 'C S',
	'consents.read': 'C',
	'consents.own': 'O',
	'disclosures.list': 'c',
	'incentives.list': 'c v',
	'incentives.read': 'C V',
	'incentives.approve': 'V',
	'incentives.issue': 'C',
	'incentives.sign': 'O',
	'incentives.budget': 'P',
	'program.counts': 'P',
	'program.names': 'P',
	'own.read': 'O',
	'own.change': 'O',
	'certificates.issue': 'F C O S',
	'certificates.revoke': 'C S',
	'certificates.name': 'P S',
	'ceremonies.list': 'c',
	'ceremonies.plan': 'C S',
	'letters.make': 'C O S',
	'policies.read': 'W S',
	'policies.preview': 'P c S',
	'policies.adopt': 'P S',
	'policies.move': 'C S',
	'curriculum.read': 'W',
	'curriculum.edit': 'L',
	'curriculum.publish': 'L S',
	'curriculum.import': 'S',
	'organizations.manage': 'A S',
	'sites.manage': 'C A S',
	'staff.list': 'C A',
	'staff.invite': 'C A S',
	'staff.suspend': 'C A',
	'keys.manage': 'A S',
	'webhooks.manage': 'A S',
	'recipients.manage': 'A S',
	'sectors.manage': 'A S',
	'feed.handoffs': 'KH',
	'feed.milestones': 'K',
	'feed.enrollments': 'KE',
	'feed.attendance': 'KA',
	'feed.groups': 'KG',
	'feed.sessions': 'KS'
};

const keyHats: Record<string, string[]> = {
	milestones: ['K'],
	handoffs: ['KH'],
	enrollments: ['KE'],
	attendance: ['KA'],
	groups: ['KG'],
	sessions: ['KS']
};

/** T: an organization's own system, about its own organization. */
const writes = (key: Key, { organizationId }: Subject) =>
	key.scopes.includes('attendance:write') && !!organizationId && key.organizationId === organizationId;

/** What the actor is to the subject, in the letters of the table. */
function hats(actor: Actor, subject: Subject): Set<string> {
	switch (actor.kind) {
		case 'anonymous':
		case 'locked':
			return new Set();
		case 'system':
			return new Set('S');
		case 'key':
			return new Set([
				...actor.scopes.flatMap((scope) => keyHats[scope] ?? []),
				...(writes(actor, subject) ? ['T'] : [])
			]);
		case 'screen':
			return new Set(subject.screenId === actor.id ? 'R' : '');
		case 'participant':
			return new Set(subject.participantId === actor.id ? 'O' : '');
		case 'staff':
			return new Set(
				actor.verified ? actor.grants.flatMap((grant) => ['W', ...grantHats(actor, grant, subject)]) : []
			);
	}
}

function grantHats(actor: Staff, { role, organizationId }: Grant, subject: Subject): string[] {
	if (organizationId === null)
		return { program: ['P'], lead: ['L'], administrator: ['A'] }[role as string] ?? [];
	const here = organizationId === subject.organizationId;
	if (role === 'coordinator') return here ? ['c', 'C'] : ['c'];
	if (role === 'observer') return here && subject.observerId === actor.id ? ['b', 'B'] : ['b'];
	if (role === 'case-manager') return here ? ['h', 'H'] : ['h'];
	if (role === 'approver') return here ? ['v', 'V'] : ['v'];
	if (role !== 'facilitator') return [];
	const leads = here && subject.facilitatorIds?.includes(actor.id);
	const isAbout = here && subject.staffId === actor.id;
	return ['f', ...(leads ? ['F'] : []), ...(isAbout ? ['M'] : [])];
}

const may = (actor: Actor, action: Action, subject: Subject = {}) => {
	const worn = hats(actor, subject);
	return table[action].split(' ').some((letter) => worn.has(letter));
};

const [north, harbor] = ['northside', 'harbor'];
const person = (...grants: [Grant['role'], string | null][]): Staff => ({
	...{ kind: 'staff', id: 'me', name: 'Me', loginId: 'login', verified: true },
	grants: grants.map(([role, organizationId]) => ({ role, organizationId }))
});
const cast: Record<string, Actor> = {
	anonymous,
	'the deployment': system,
	'somebody whose login is locked': { kind: 'locked', id: 'me', name: 'Me', loginId: 'login' },
	'the participant': { kind: 'participant', id: 'andre', loginId: 'x' },
	'another participant': { kind: 'participant', id: 'beatriz', loginId: 'x' },
	'a key': { kind: 'key', id: 'k', recipientId: 'r', organizationId: null, scopes: ['milestones'] },
	'a key of the organization': {
		kind: 'key',
		id: 'k',
		recipientId: 'r',
		organizationId: north,
		scopes: ['milestones']
	},
	'a key without the scope': {
		kind: 'key',
		id: 'k',
		recipientId: 'r',
		organizationId: null,
		scopes: ['attendance.read']
	},
	'a key that writes for the organization': {
		kind: 'key',
		id: 'k',
		recipientId: 'r',
		organizationId: north,
		scopes: ['attendance:write']
	},
	'a key that writes for another organization': {
		kind: 'key',
		id: 'k',
		recipientId: 'r',
		organizationId: harbor,
		scopes: ['attendance:write', 'attendance', 'groups']
	},
	'a key that would write for all': {
		kind: 'key',
		id: 'k',
		recipientId: 'r',
		organizationId: null,
		scopes: ['attendance:write', 'enrollments', 'sessions']
	},
	'a room screen': { kind: 'screen', id: 'wall' },
	'another room screen': { kind: 'screen', id: 'television' },
	'a facilitator': person(['facilitator', north]),
	'a facilitator of another organization': person(['facilitator', harbor]),
	'a facilitator of none': person(['facilitator', null]),
	'a coordinator': person(['coordinator', north]),
	'a coordinator of another organization': person(['coordinator', harbor]),
	'a coordinator of none': person(['coordinator', null]),
	'program staff': person(['program', null]),
	'program staff, said of one organization': person(['program', north]),
	'the curriculum lead': person(['lead', null]),
	'a curriculum lead, said of one organization': person(['lead', north]),
	'an administrator': person(['administrator', null]),
	'an administrator, said of one organization': person(['administrator', north]),
	'an observer': person(['observer', north]),
	'a case manager': person(['case-manager', north]),
	'a peer support specialist': person(['peer-support', north]),
	'an approver': person(['approver', north]),
	'one with every capability in the program': person(
		...capabilities.map((one): [Grant['role'], null] => [one, null])
	),
	'one who holds nothing': person(),
	'a facilitator here who coordinates there': person(['facilitator', north], ['coordinator', harbor]),
	'one with everything': person(
		...[...roles, ...capabilities].flatMap(
			(role) =>
				[
					[role, north],
					[role, null]
				] as [Grant['role'], string | null][]
		)
	)
};
const subjects: Record<string, Subject> = {
	'the own group': { organizationId: north, facilitatorIds: ['you', 'me'], participantId: 'andre' },
	'another group of the organization': {
		organizationId: north,
		facilitatorIds: ['you'],
		participantId: 'beatriz'
	},
	'the organization': { organizationId: north },
	'a group of another organization': {
		organizationId: harbor,
		facilitatorIds: ['you'],
		participantId: 'dolores'
	},
	'a group without organization': { organizationId: null, facilitatorIds: ['me'] },
	'the room screen': { screenId: 'wall' },
	'an observation of oneself': { organizationId: north, staffId: 'me', observerId: 'you' },
	'an observation that one was asked for': { organizationId: north, staffId: 'you', observerId: 'me' },
	'an observation among others': { organizationId: north, staffId: 'you', observerId: 'her' },
	'an observation of another organization': { organizationId: harbor, staffId: 'me', observerId: 'me' },
	nothing: {}
};

test('every action has its line, and every line its action', () => {
	expect(Object.keys(table).sort()).toEqual([...actions].sort());
});

describe.each(Object.entries(cast))('%s', (_who, actor) => {
	test.each(Object.entries(subjects))(
		'may do to %s what the table says, and nothing else',
		(_what, subject) => {
			const allowed = (judge: typeof can) => actions.filter((action) => judge(actor, action, subject));
			expect(allowed(can)).toEqual(allowed(may));
		}
	);
});

test('the few lines that the table comes down to', () => {
	const allowed = (who: string, what: string) =>
		actions.filter((action) => can(cast[who], action, subjects[what])).length;
	expect(allowed('anonymous', 'the own group')).toBe(0);
	expect(allowed('one who holds nothing', 'the own group')).toBe(0);
	expect(allowed('an observer', 'the own group')).toBe(3);
	expect(allowed('an observer', 'an observation among others')).toBe(3);
	expect(allowed('an observer', 'an observation that one was asked for')).toBe(5);
	expect(allowed('a facilitator', 'a group of another organization')).toBe(5);
	expect(allowed('the participant', 'the own group')).toBe(10);
	expect(allowed('another participant', 'the own group')).toBe(0);
	expect(allowed('a key', 'the own group')).toBe(1);
	expect(allowed('a room screen', 'the own group')).toBe(0);
	expect(allowed('another room screen', 'the room screen')).toBe(0);
});

test('an administrator sees to the deployment, and reads no participant by that right', () => {
	for (const subject of Object.values(subjects)) {
		expect(actions.filter((action) => can(cast['an administrator'], action, subject))).toEqual([
			'retention.read',
			'policies.read',
			'curriculum.read',
			'organizations.manage',
			'sites.manage',
			'staff.list',
			'staff.invite',
			'staff.suspend',
			'keys.manage',
			'webhooks.manage',
			'recipients.manage',
			'sectors.manage'
		]);
	}
});

describe('whoever has shown no second factor', () => {
	const half = Object.entries(cast).flatMap(([who, actor]) =>
		actor.kind === 'staff' ? [[who, { ...actor, verified: false }] as const] : []
	);

	test.each(half)('as %s may do nothing and belongs nowhere', (_who, actor) => {
		for (const subject of Object.values(subjects)) {
			expect(actions.filter((action) => can(actor, action, subject))).toEqual([]);
		}
		expect(organizationsOf(actor, ...roles, ...capabilities)).toEqual([]);
	});
});

test('in 100,000 random cases the policy says what the oracle says', () => {
	const organizations = [north, harbor, 'third', null];
	const grant = fc.record({
		role: fc.constantFrom(...roles, ...capabilities),
		organizationId: fc.constantFrom(...organizations)
	});
	const ids = fc.constantFrom('me', 'you', 'andre', 'beatriz');
	const staff = fc.record({
		...{ kind: fc.constant('staff' as const), id: ids, name: fc.constant(''), loginId: fc.constant('') },
		...{ verified: fc.constantFrom(true, true, true, false), grants: fc.array(grant, { maxLength: 4 }) }
	});
	const participant = fc.record({
		kind: fc.constant('participant' as const),
		id: ids,
		loginId: fc.constant('')
	});
	const key = fc.record({
		...{
			kind: fc.constant('key' as const),
			id: ids,
			recipientId: ids,
			organizationId: fc.constantFrom(...organizations)
		},
		scopes: fc.subarray([
			...['milestones', 'handoffs', 'attendance', 'attendance:write', 'milestones.write'],
			...['enrollments', 'groups', 'sessions']
		])
	});
	const screen = fc.record({ kind: fc.constant('screen' as const), id: ids });
	const actor = fc.oneof(
		{ weight: 6, arbitrary: staff },
		participant,
		key,
		screen,
		fc.constantFrom(anonymous, system)
	);
	const subject = fc.record(
		{
			organizationId: fc.constantFrom(...organizations),
			facilitatorIds: fc.subarray(['me', 'you', 'andre']),
			participantId: ids,
			screenId: ids,
			staffId: ids,
			observerId: ids
		},
		{ requiredKeys: [] }
	);
	let yes = 0;
	fc.assert(
		fc.property(actor, subject, fc.constantFrom(...actions), (who, what, action) => {
			const allowed = can(who, action, what);
			if (allowed) yes += 1;
			if (allowed !== may(who, action, what)) throw new Error(`${action}: ${allowed}`);
		}),
		{ numRuns: 100_000 }
	);
	expect(yes).toBeGreaterThan(5_000);
});

test('what is not allowed is refused by name', () => {
	expect(() => allow(anonymous, 'groups.list')).toThrow(
		expect.objectContaining({ status: 403, params: { action: 'groups.list' } })
	);
	expect(() => allow(system, 'groups.create', { organizationId: north })).not.toThrow();
});

test('the log names actors without their names', () => {
	const names = Object.values(cast).map(nameOf);
	expect(new Set(names)).toEqual(
		new Set([
			...['anonymous', 'system', 'participant:andre', 'participant:beatriz', 'key:k', 'staff:me'],
			...['screen:wall', 'screen:television']
		])
	);
});

/** Who may do what: the one table. Deny by default. */
import { forbidden } from './errors.ts';

export const roles = ['facilitator', 'coordinator', 'program', 'lead', 'administrator'] as const;
/**
 * facilitator: own groups in one organization. coordinator: program staff of one organization. program: program staff
 * of the whole program. lead: curriculum lead. administrator: the deployment.
 */
export type Role = (typeof roles)[number];
export const capabilities = ['observer', 'case-manager', 'peer-support', 'approver'] as const;
export type Capability = (typeof capabilities)[number];

export type Grant = { role: Role | Capability; organizationId: string | null };

export type Staff = {
	kind: 'staff';
	id: string;
	name: string;
	loginId: string;
	/** False until the second factor was shown: such an actor may do nothing else. */
	verified: boolean;
	grants: Grant[];
};
/** Somebody of the staff whose login is locked: it can be unlocked or ended, and nothing else. */
export type Locked = Pick<Staff, 'id' | 'name' | 'loginId'> & { kind: 'locked' };
export type Participant = { kind: 'participant'; id: string; loginId: string };
export type Key = {
	kind: 'key';
	id: string;
	recipientId: string;
	organizationId: string | null;
	scopes: string[];
};
export type Anonymous = { kind: 'anonymous' };
/** The deployment itself: the command line, jobs, the demo. */
export type System = { kind: 'system' };
/** A browser in the room that shows one lesson to everybody, by the token in its address. It has no login. */
export type Screen = { kind: 'screen'; id: string };
export type Actor = Staff | Locked | Participant | Key | Screen | Anonymous | System;

export const anonymous: Anonymous = { kind: 'anonymous' };
export const system: System = { kind: 'system' };

/** What an action is done to; each rule names what it reads. */
export type Subject = {
	organizationId?: string | null;
	facilitatorIds?: string[];
	participantId?: string;
	screenId?: string;
	/** Whom it is about, of the staff. */
	staffId?: string;
	/** Who was asked to observe. */
	observerId?: string;
};

type Rule = (actor: Actor, subject: Subject) => boolean;

const staff = (actor: Actor): actor is Staff => actor.kind === 'staff' && actor.verified;
/** Held in an organization, or (null) in the whole program: the one is worth nothing as the other. */
const holds = (actor: Actor, role: Role | Capability, organizationId: string | null) =>
	staff(actor) &&
	actor.grants.some((grant) => grant.role === role && grant.organizationId === organizationId);

/** Who holds nothing any more reads nothing any more. */
const anyStaff: Rule = (actor) => staff(actor) && actor.grants.length > 0;
const anywhere =
	(...wanted: (Role | Capability)[]): Rule =>
	(actor) =>
		organizationsOf(actor, ...wanted).length > 0;
const coordinator: Rule = (actor, { organizationId }) =>
	!!organizationId && holds(actor, 'coordinator', organizationId);
const ownGroup: Rule = (actor, { organizationId, facilitatorIds }) =>
	!!organizationId &&
	holds(actor, 'facilitator', organizationId) &&
	staff(actor) &&
	(facilitatorIds ?? []).includes(actor.id);
/** Whoever was asked to observe, while they hold the capability. */
const observer: Rule = (actor, { organizationId, observerId }) =>
	!!organizationId && holds(actor, 'observer', organizationId) && staff(actor) && actor.id === observerId;
/** The facilitator whom it is about. */
const themselves: Rule = (actor, { organizationId, staffId }) =>
	!!organizationId && holds(actor, 'facilitator', organizationId) && staff(actor) && actor.id === staffId;
const caseManager: Rule = (actor, { organizationId }) =>
	!!organizationId && holds(actor, 'case-manager', organizationId);
const approver: Rule = (actor, { organizationId }) =>
	!!organizationId && holds(actor, 'approver', organizationId);
const program: Rule = (actor) => holds(actor, 'program', null);
const lead: Rule = (actor) => holds(actor, 'lead', null);
const administrator: Rule = (actor) => holds(actor, 'administrator', null);
const self: Rule = (actor, { participantId }) => actor.kind === 'participant' && actor.id === participantId;
const scope =
	(name: string): Rule =>
	(actor) =>
		actor.kind === 'key' && actor.scopes.includes(name);
/** An organization's own system: a key for all of them writes nothing. */
const ownKey =
	(name: string): Rule =>
	(actor, { organizationId }) =>
		scope(name)(actor, {}) &&
		actor.kind === 'key' &&
		!!organizationId &&
		actor.organizationId === organizationId;
const itself: Rule = (actor, { screenId }) => actor.kind === 'screen' && actor.id === screenId;
const deployment: Rule = (actor) => actor.kind === 'system';
const or =
	(...rules: Rule[]): Rule =>
	(actor, subject) =>
		rules.some((rule) => rule(actor, subject));
const groupStaff = or(ownGroup, coordinator);

const table = {
	// Groups, schedule
	'groups.list': anywhere('facilitator', 'coordinator'),
	'groups.read': groupStaff,
	'groups.create': or(coordinator, deployment),
	'groups.enroll': or(coordinator, deployment),
	'groups.exit': or(coordinator, deployment),
	/** A place beyond the group's size, or past its gate. */
	'groups.override': or(coordinator, deployment),
	/** How many a group takes, and when somebody new may join. */
	'groups.change': or(coordinator, deployment),
	/** Two people who are never in one room: nobody else ever learns of it. */
	'keep-apart.read': coordinator,
	'keep-apart.record': or(coordinator, deployment),
	/** Which electives and boosters the group holds. */
	'groups.plan': or(groupStaff, deployment),
	'sessions.cancel': or(groupStaff, deployment),
	/** All sessions of a site on some days. */
	'sessions.close': or(coordinator, deployment),
	'sessions.move': or(groupStaff, deployment),
	/** Who takes sessions for a group's facilitators. */
	'sessions.cover': or(groupStaff, deployment),

	// A session
	'sessions.read': groupStaff,
	'attendance.mark': or(groupStaff, ownKey('attendance:write'), deployment),
	/** Correcting a session after its lock time. */
	'attendance.correct-locked': or(coordinator, deployment),
	'deliveries.record': or(groupStaff, deployment),
	'practices.record': or(groupStaff, deployment),
	'sessions.end': or(groupStaff, deployment),
	'sessions.reopen': or(groupStaff, deployment),

	// Check-in: its code or a kiosk in the room, and what a participant says of themselves
	'check-ins.open': groupStaff,
	'check-ins.propose': self,

	// Make-ups
	'make-ups.plan': or(groupStaff, deployment),
	'make-ups.approve': or(coordinator, deployment),
	/** Beyond the policy's limit or deadline. */
	'make-ups.except': or(coordinator, deployment),
	'make-ups.hold': or(groupStaff, deployment),

	// Who was referred, the waitlist and its offers: eligibility is seen by nobody else
	'referrals.list': anywhere('coordinator'),
	'referrals.read': coordinator,
	'referrals.record': or(coordinator, deployment),
	'referrals.decide': or(coordinator, deployment),
	/** Tries to reach somebody of a group. */
	'outreach.record': or(groupStaff, deployment),

	// Handoffs: case managers see those of their organization, coordinators that there are any
	'handoffs.list': anywhere('case-manager', 'coordinator'),
	'handoffs.offer': groupStaff,
	'handoffs.ask': self,
	'handoffs.answer': caseManager,

	// Keeping and forgetting
	'holds.manage': coordinator,
	'erasures.ask': coordinator,
	/** By somebody else than whoever asked: program staff see a number, and no name. */
	'erasures.carry-out': or(coordinator, program),
	/** What is thrown away when: it names nobody. */
	'retention.read': or(coordinator, program, administrator),
	/** All that is kept of one person, as a file. */
	'files.read': or(coordinator, self),

	// What a participant asks about their attendance, and what is answered
	'disputes.ask': self,
	'disputes.answer': or(groupStaff, deployment),

	// Fidelity: seen by the facilitator whom it is about, their coordinators and the observer, and by nobody else
	/** How a session went, by those who held it. */
	'self-reports.record': ownGroup,
	'facilitators.list': anywhere('coordinator'),
	'facilitators.read': coordinator,
	'credentials.record': or(coordinator, deployment),
	'observations.list': anywhere('observer'),
	'observations.ask': or(coordinator, deployment),
	'observations.read': or(coordinator, observer, themselves),
	'observations.record': observer,
	'observations.acknowledge': themselves,
	'coaching.read': anywhere('facilitator'),
	'goals.set': or(coordinator, deployment),
	'goals.settle': or(coordinator, themselves),

	// The room screen: what a facilitator opens, and what it may read itself
	'rooms.open': groupStaff,
	'rooms.show': itself,

	// People and their progress
	'people.list': anywhere('coordinator'),
	'people.read': or(coordinator, ownGroup),
	'people.create': or(coordinator, deployment),
	/** How many hours the program has in view for a person. */
	'dosage-targets.set': or(coordinator, deployment),
	/** Is somebody known to the program? The answer says no more than that. */
	'people.look-up': anywhere('facilitator', 'coordinator'),
	'names.change': or(groupStaff, deployment),
	/** Legal and former names. */
	'names.history': coordinator,
	'contacts.read': groupStaff,
	'contacts.record': or(groupStaff, deployment),
	'cards.issue': or(coordinator, ownGroup, deployment),
	'consents.record': or(coordinator, deployment),
	'consents.read': coordinator,
	/** Who was told what, over everybody of the organization. */
	'disclosures.list': anywhere('coordinator'),
	/** What a participant signs or takes back themselves. */
	'consents.own': self,

	// Incentives: whoever approves is never whoever earned it for somebody, which the verb sees to
	'incentives.list': anywhere('coordinator', 'approver'),
	'incentives.read': or(coordinator, approver),
	'incentives.approve': approver,
	/** Batches, payouts and receipts. */
	'incentives.issue': coordinator,
	'incentives.sign': self,
	/** Counts of all organizations, and what each may spend. */
	'incentives.budget': program,

	// The program
	'program.counts': program,
	/** Names of people whose consent names the program as a recipient; each read is a disclosure. */
	'program.names': program,

	// A participant's own
	'own.read': self,
	/** What one is called, and how one wants to be reached. */
	'own.change': self,

	// What shows that somebody completed, or came
	'certificates.issue': or(groupStaff, self, deployment),
	'certificates.revoke': or(coordinator, deployment),
	/** What certificates call that which was completed. */
	'certificates.name': or(program, deployment),
	'ceremonies.list': anywhere('coordinator'),
	'ceremonies.plan': or(coordinator, deployment),
	/** Whom a letter is for is nobody's business but theirs, and of those who keep the accounts of what was told. */
	'letters.make': or(coordinator, self, deployment),

	// The program's policy
	'policies.read': or(anyStaff, deployment),
	/** What a policy would change for people. */
	'policies.preview': or(program, anywhere('coordinator'), deployment),
	'policies.adopt': or(program, deployment),
	'policies.move': or(coordinator, deployment),

	// Curriculum
	'curriculum.read': anyStaff,
	'curriculum.edit': lead,
	'curriculum.publish': or(lead, deployment),
	'curriculum.import': deployment,

	// The deployment
	'organizations.manage': or(administrator, deployment),
	'sites.manage': or(coordinator, administrator, deployment),
	'staff.list': or(coordinator, administrator),
	'staff.invite': or(coordinator, administrator, deployment),
	'staff.suspend': or(coordinator, administrator),
	'keys.manage': or(administrator, deployment),
	'webhooks.manage': or(administrator, deployment),
	'recipients.manage': or(administrator, deployment),
	'sectors.manage': or(administrator, deployment),

	// The wider program's systems
	'feed.handoffs': scope('handoffs'),
	'feed.milestones': scope('milestones'),
	'feed.enrollments': scope('enrollments'),
	'feed.attendance': scope('attendance'),
	/** About no person. */
	'feed.groups': scope('groups'),
	'feed.sessions': scope('sessions')
} satisfies Record<string, Rule>;

export type Action = keyof typeof table;
export const actions = Object.keys(table) as Action[];

export function can(actor: Actor, action: Action, subject: Subject = {}): boolean {
	return table[action](actor, subject);
}

/** @throws 403 */
export function allow(actor: Actor, action: Action, subject: Subject = {}): void {
	if (!can(actor, action, subject)) throw forbidden(action);
}

/** Organizations in which the actor holds one of these roles. */
export function organizationsOf(actor: Actor, ...wanted: (Role | Capability)[]): string[] {
	if (!staff(actor)) return [];
	const held = actor.grants.filter((grant) => wanted.includes(grant.role) && grant.organizationId !== null);
	return [...new Set(held.map((grant) => grant.organizationId as string))];
}

/** Who acts, in one word for the log: "staff:…". No name. */
export function nameOf(actor: Actor): string {
	const kind = actor.kind === 'locked' ? 'staff' : actor.kind;
	return 'id' in actor ? `${kind}:${actor.id}` : kind;
}

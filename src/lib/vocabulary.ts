/** The fixed words of the domain, shared by database, rules and screens. Their names in English and Spanish are messages. */

export const markStatuses = [
	'present',
	'partial',
	'absent-excused',
	'absent-unexcused',
	'absent-neutral',
	'not-required',
	'unmarked'
] as const;
/** "unmarked" takes a mark back: it is a state of its own, never "absent". */
export type MarkStatus = (typeof markStatuses)[number];

export { absenceReasons, excusedReasons, neutralReasons, type AbsenceReason } from './absence-reasons.ts';
/** Why somebody who comes in after the policy's cut-off counts all the same. */
export const lateReasons = ['court', 'transport', 'program', 'work', 'emergency'] as const;
export type LateReason = (typeof lateReasons)[number];
/** How somebody took part, beside whether they were there: fully, some, little. It counts for nothing. */
export const engagements = ['full', 'some', 'little'] as const;
export type Engagement = (typeof engagements)[number];

export const activityStates = ['done', 'shortened', 'skipped', 'pending'] as const;
/** "pending" takes a tick back. */
export type ActivityState = (typeof activityStates)[number];
export const deliveryReasons = [
	'time',
	'interruption',
	'group-need',
	'covered-before',
	'room',
	'other'
] as const;
export type DeliveryReason = (typeof deliveryReasons)[number];

export const practiceResults = ['went-well', 'so-so', 'hard'] as const;
export type PracticeResult = (typeof practiceResults)[number];
/** In a role-play of the room: who uses the skill, who plays the other person, who watches. */
export const practiceRoles = ['actor', 'partner', 'observer'] as const;
export type PracticeRole = (typeof practiceRoles)[number];
/** What became of the practice that was given along: written down and brought back, tried, not. "unsaid" takes it back. */
export const homeworkStates = ['returned', 'tried', 'not', 'unsaid'] as const;
export type HomeworkState = (typeof homeworkStates)[number];
export const settings = ['room', 'work', 'home', 'elsewhere'] as const;
export type Setting = (typeof settings)[number];

export const cancelReasons = ['holiday', 'lockdown', 'weather', 'facilitator', 'room', 'other'] as const;
/** "not-needed": an elective was taken out, and the course needs one meeting less. */
export type CancelReason = (typeof cancelReasons)[number] | 'not-needed';
/** Why a session is held although something else is in its place. */
export const overrideReasons = ['shared', 'others-lead', 'other-moves', 'agreed'] as const;
export type OverrideReason = (typeof overrideReasons)[number];
/**
 * What was changed of a group's schedule. "joined", "split", "parted": which lessons its sessions hold; "dates": it meets
 * on given dates; "moved-on": sessions of closed days come after the others.
 */
export const scheduleChangeKinds = [
	'moved',
	'cancelled',
	'joined',
	'split',
	'parted',
	'dates',
	'moved-on'
] as const;
export type ScheduleChangeKind = (typeof scheduleChangeKinds)[number];
export const correctionReasons = ['mistake', 'sheet', 'told-later', 'participant-asked', 'other'] as const;
export type CorrectionReason = (typeof correctionReasons)[number];
/** Why an ended session is open again. */
export const reopenReasons = ['mistake', 'went-on', 'not-noted', 'sheet', 'other'] as const;
export type ReopenReason = (typeof reopenReasons)[number];
/** Why a name changes; "called" when somebody goes by another name, the legal one staying as it is. */
export const nameChangeReasons = ['called', 'spelling', 'marriage', 'transition', 'legal'] as const;
export type NameChangeReason = (typeof nameChangeReasons)[number];
export const contactWays = ['call', 'text', 'in-person'] as const;
export type ContactWay = (typeof contactWays)[number];
/** Is it safe to be called? Somebody else may pick up, or read along. */
export const contactSafeties = ['yes', 'text-only', 'no'] as const;
export type ContactSafety = (typeof contactSafeties)[number];
/** How a lesson is made up: alone with a facilitator, in another group's session, or with its worksheets at home. */
export const makeUpWays = ['one-to-one', 'session', 'packet'] as const;
export type MakeUpWay = (typeof makeUpWays)[number];
/** "over": turned down, called off, or taken back. */
export const makeUpStates = ['proposed', 'approved', 'held', 'over'] as const;
export type MakeUpState = (typeof makeUpStates)[number];
/** Why program staff allow one beyond the policy's limit or deadline. */
export const makeUpExceptions = ['not-offered', 'justice', 'sick', 'work', 'other'] as const;
export type MakeUpException = (typeof makeUpExceptions)[number];
export const makeUpEnds = ['person-asked', 'not-held', 'other-way', 'not-approved', 'mistake'] as const;
export type MakeUpEnd = (typeof makeUpEnds)[number];
/** What a participant says of their attendance of one session. */
export const disputeClaims = ['was-there', 'came-earlier', 'left-later', 'other-reason'] as const;
export type DisputeClaim = (typeof disputeClaims)[number];
/** Why what was marked stands. */
export const disputeExplanations = ['sheet', 'seen', 'proof', 'talked'] as const;
export type DisputeAnswer = 'corrected' | (typeof disputeExplanations)[number];
export const exitReasons = [
	'job',
	'transferred',
	'custody',
	'moved',
	'medical',
	'voluntary',
	'safety',
	'lost-contact'
] as const;
export type ExitReason = (typeof exitReasons)[number];
export const pauseReasons = ['custody', 'medical', 'work', 'family', 'transport', 'other'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** Days without a person in a group: from the first, until the day on which they are back. */
export type Away = { from: string; until: string };

/** When somebody new may join a group: at any session, at the edition's gates, or before the second session. */
export const entries = ['open', 'gated', 'closed'] as const;
export type Entry = (typeof entries)[number];
/** Why program staff place somebody in a group that is full, or past its gate. */
export const placementReasons = ['caught-up', 'next-cycle', 'only-fit', 'leaving-soon', 'agreed'] as const;
export type PlacementReason = (typeof placementReasons)[number];
/** "undone": the change that it names was made in error. */
export const enrollmentChangeKinds = [
	'paused',
	'resumed',
	'exited',
	'transferred',
	're-entered',
	'undone'
] as const;
export type EnrollmentChange = (typeof enrollmentChangeKinds)[number];
/** "active": came at least once. "never-started": left without ever having come. */
export const enrollmentStates = [
	'enrolled',
	'active',
	'paused',
	'completed',
	'exited',
	'never-started'
] as const;
export type EnrollmentState = (typeof enrollmentStates)[number];

/** Somebody says that they are there; a facilitator confirms it by a mark, or does not. */
export const checkInStates = ['proposed', 'accepted', 'turned-down'] as const;
export type CheckInState = (typeof checkInStates)[number];
/** With the code in the room on one's own phone, or with one's card at the kiosk. */
export const checkInWays = ['phone', 'kiosk'] as const;
export type CheckInWay = (typeof checkInWays)[number];

/** Who sent somebody. "partner-agency": probation, parole, a court; it is not said which. */
export const referralSources = [
	'case-management',
	'partner-agency',
	'self',
	'organization',
	'outreach'
] as const;
export type ReferralSource = (typeof referralSources)[number];
/** "declined" and "lapsed": a place was, and the person is on the waitlist as before. */
export const referralStates = [
	'referred',
	'eligible',
	'waitlisted',
	'offered',
	'declined',
	'lapsed',
	'accepted',
	'closed'
] as const;
export type ReferralState = (typeof referralStates)[number];
export const referralEnds = [
	'not-eligible',
	'declined',
	'unreachable',
	'elsewhere',
	'never-started'
] as const;
export type ReferralEnd = (typeof referralEnds)[number];
/** When in the day somebody can come. */
export const dayParts = ['morning', 'afternoon', 'evening'] as const;
export type DayPart = (typeof dayParts)[number];
/** Why a place is offered to somebody who is not the first on the waitlist. */
export const offerReasons = ['time', 'language', 'unreached', 'begins-soon', 'other'] as const;
export type OfferReason = (typeof offerReasons)[number];
/** How somebody was tried to be reached. */
export const outreachWays = ['call', 'text', 'letter', 'in-person', 'through-someone'] as const;
export type OutreachWay = (typeof outreachWays)[number];
export const outreachOutcomes = ['reached', 'left-word', 'no-answer', 'wrong-number', 'no-contact'] as const;
export type OutreachOutcome = (typeof outreachOutcomes)[number];

/** Why nothing of a person may be erased for now. */
export const holdCategories = ['court-order', 'records-request', 'complaint', 'audit', 'other'] as const;
export type HoldCategory = (typeof holdCategories)[number];
export const erasureEnds = ['carried-out', 'called-off'] as const;
export type ErasureEnd = (typeof erasureEnds)[number];

/** How ready a facilitator was for a session, in their own word. */
export const readinesses = ['ready', 'partly', 'not-ready'] as const;
export type Readiness = (typeof readinesses)[number];
/** What got in the way of a session. */
export const obstacles = [
	'time',
	'late-start',
	'room',
	'materials',
	'size',
	'mood',
	'alone',
	'lesson'
] as const;
export type Obstacle = (typeof obstacles)[number];

/** Was the activity held as it is written? */
export const adherences = ['yes', 'no', 'not-seen'] as const;
export type Adherence = (typeof adherences)[number];
/** What an observer looks at in how a session is led (CBI observation worksheets, in our own words). */
export const competences = [
	'models',
	'feedback',
	'everyone',
	'pace',
	'respect',
	'resistance',
	'work'
] as const;
export type Competence = (typeof competences)[number];
/** Words, not numbers: nothing is ever reckoned from them. */
export const competenceLevels = ['1', '2', '3', '4', '5', 'not-seen'] as const;
export type CompetenceLevel = (typeof competenceLevels)[number];
/** "over": called off before it was signed. */
export type ObservationState = 'asked' | 'signed' | 'acknowledged' | 'over';

export const credentialKinds = ['curriculum', 'cbi-basics', 'observer'] as const;
export type CredentialKind = (typeof credentialKinds)[number];
export const goalStates = ['open', 'reached', 'dropped'] as const;
export type GoalState = (typeof goalStates)[number];

export const outlooks = ['complete', 'on-course', 'at-risk', 'out-of-reach'] as const;
export type Outlook = (typeof outlooks)[number];

export const milestoneKinds = [
	'enrolled',
	'first-session',
	'module',
	'half-way',
	'applications',
	'practice-target',
	'plan',
	'completed',
	'defined'
] as const;
/** "defined": by the program, in its policy. */
export type MilestoneKind = (typeof milestoneKinds)[number];

export { defaultPolicy, policyFrom, type Policy, type StoredPolicy } from './policies.ts';

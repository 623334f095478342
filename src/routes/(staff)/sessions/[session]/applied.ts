/** The room as it will be once the server has heard what was tapped (pure). */
import { markInAll } from '#lib/roll.ts';
import type { RoomActivity, RoomState } from '#lib/server/domain/rooms.ts';
import type { RoomPerson } from '#lib/server/domain/room-people.ts';
import type { NewTap } from '#lib/server/domain/taps.ts';

type Tap<Kind extends NewTap['kind']> = Extract<NewTap, { kind: Kind }>;

export const applied = (room: RoomState, taps: readonly NewTap[]): RoomState => taps.reduce(apply, room);

function apply(room: RoomState, tap: NewTap): RoomState {
	switch (tap.kind) {
		case 'mark':
			return {
				...room,
				people: room.people.map((one) => alone(isAbout(one, tap) ? marked(one, tap) : one)),
				visitors: room.visitors.map((one) => (isAbout(one, tap) ? marked(one, tap) : one))
			};
		case 'mark-all':
			return { ...room, people: allPresent(room.people, tap) };
		case 'accept-check-in':
			return arrived(room, tap);
		case 'turn-down-check-in':
			return { ...room, checkIns: room.checkIns.filter((one) => one.checkInId !== tap.checkInId) };
		case 'delivery':
			return { ...room, activities: room.activities.map((one) => (isOf(one, tap) ? told(one, tap) : one)) };
		case 'practice':
			return { ...room, practices: noted(room, tap) };
		case 'homework':
			return { ...room, homework: returned(room, tap) };
		case 'engagement':
			return {
				...room,
				people: room.people.map((one) => (isAbout(one, tap) ? engaged(one, tap) : one))
			};
		case 'begin':
			return room.start ? room : { ...room, start: { startId: tap.operationId, startedAt: tap.startedAt! } };
		case 'take-back-start':
			return room.start?.startId === tap.startId ? { ...room, start: null } : room;
	}
}

const isAbout = (one: { enrollmentId: string }, tap: { enrollmentId: string }) =>
	one.enrollmentId === tap.enrollmentId;
const isOf = (one: RoomActivity, tap: Tap<'delivery'>) =>
	one.lessonId === tap.lessonId && one.key === tap.activity;

/** What the next statement replaces: this one, and what this one left standing. */
const headsAfter = (heads: string[], tap: { operationId: string; replaces: string[] }) => [
	...heads.filter((id) => !tap.replaces.includes(id) && id !== tap.operationId),
	tap.operationId
];

function marked<P extends RoomPerson>(one: P, tap: Tap<'mark'>): P {
	const { status, cameAt, leftAt, reason, late, correction } = tap;
	const corrected = one.corrected || correction !== null;
	return {
		...one,
		status,
		cameAt,
		leftAt,
		reason,
		late,
		corrected,
		heads: headsAfter(one.heads, tap),
		review: []
	};
}

/** Whoever is accepted is marked. */
function arrived(room: RoomState, { operationId, checkInId, cameAt }: Tap<'accept-check-in'>): RoomState {
	const said = room.checkIns.find((one) => one.checkInId === checkInId);
	const checkIns = room.checkIns.filter((one) => one !== said);
	const status = cameAt === null ? ('present' as const) : ('partial' as const);
	const standing = {
		status,
		cameAt,
		leftAt: null,
		reason: null,
		late: null,
		review: [],
		heads: [operationId]
	};
	const stands = <P extends RoomPerson>(one: P): P =>
		said && isAbout(one, said) ? { ...one, ...standing } : one;
	return {
		...room,
		checkIns,
		people: room.people.map((one) => alone(stands(one))),
		visitors: room.visitors.map(stands)
	};
}

/** Once something else was said, "all others here" is not taken back at once any more. */
const alone = (one: RoomPerson): RoomPerson => (one.inAll ? { ...one, inAll: null } : one);

function allPresent(people: RoomPerson[], { operationId }: Tap<'mark-all'>): RoomPerson[] {
	if (people.every(({ status, announced }) => status !== 'unmarked' || announced)) return people;
	const none = { cameAt: null, leftAt: null, reason: null };
	return people.map((one) => {
		if (one.status !== 'unmarked' || one.announced) return alone(one);
		const heads = [markInAll(operationId, one.enrollmentId)];
		return { ...one, status: 'present', ...none, heads, inAll: operationId };
	});
}

/** By whom is known once the server has heard it. */
function engaged({ engagement: _, ...one }: RoomPerson, { level }: Tap<'engagement'>): RoomPerson {
	return level ? { ...one, engagement: { level, by: null } } : one;
}

function told(one: RoomActivity, tap: Tap<'delivery'>): RoomActivity {
	const { state, minutes, reason } = tap;
	return { ...one, state, delivered: minutes ?? 0, reason, heads: headsAfter(one.heads, tap), review: false };
}

function noted(room: RoomState, tap: Tap<'practice'>): RoomState['practices'] {
	const { enrollmentId, lessonId, role = 'actor', steps, result, shown } = tap;
	const isSame = (one: RoomState['practices'][number]) =>
		isAbout(one, tap) && one.lessonId === lessonId && one.role === role;
	const before = room.practices.find(isSame);
	const others = room.practices.filter((one) => !isSame(one));
	if (tap.withdrawn) return others;
	const heads = headsAfter(before?.heads ?? [], tap);
	const now = { steps, result, shown, heads, review: false, said: [] };
	return [...others, { enrollmentId, lessonId, role, ...now }];
}

function returned(room: RoomState, tap: Tap<'homework'>): RoomState['homework'] {
	const { enrollmentId, lessonId, state } = tap;
	const isSame = (one: RoomState['homework'][number]) => isAbout(one, tap) && one.lessonId === lessonId;
	const before = room.homework.find(isSame);
	const others = room.homework.filter((one) => !isSame(one));
	if (state === 'unsaid') return others;
	const heads = headsAfter(before?.heads ?? [], tap);
	return [...others, { enrollmentId, lessonId, state, heads, review: false }];
}

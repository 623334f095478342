/** The room as it will be once the server has heard what was tapped (pure). */
import { markInAll } from '#lib/roll.ts';
import type { RoomActivity, RoomPerson, RoomState } from '#lib/server/domain/rooms.ts';
import type { NewTap } from '#lib/server/domain/taps.ts';

type Tap<Kind extends NewTap['kind']> = Extract<NewTap, { kind: Kind }>;

export const applied = (room: RoomState, taps: readonly NewTap[]): RoomState => taps.reduce(apply, room);

function apply(room: RoomState, tap: NewTap): RoomState {
	switch (tap.kind) {
		case 'mark':
			return {
				...room,
				people: room.people.map((one) => alone(isAbout(one, tap) ? marked(one, tap) : one))
			};
		case 'mark-all':
			return { ...room, people: allPresent(room.people, tap) };
		case 'delivery':
			return { ...room, activities: room.activities.map((one) => (isOf(one, tap) ? told(one, tap) : one)) };
		case 'practice':
			return { ...room, practices: noted(room, tap) };
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

function marked(one: RoomPerson, tap: Tap<'mark'>): RoomPerson {
	const { status, cameAt, leftAt, reason, correction } = tap;
	const corrected = one.corrected || correction !== null;
	return { ...one, status, cameAt, leftAt, reason, corrected, heads: headsAfter(one.heads, tap), review: [] };
}

/** Once something else was said, "all others here" is not taken back at once any more. */
const alone = (one: RoomPerson): RoomPerson => (one.inAll ? { ...one, inAll: null } : one);

function allPresent(people: RoomPerson[], { operationId }: Tap<'mark-all'>): RoomPerson[] {
	if (people.every(({ status }) => status !== 'unmarked')) return people;
	const none = { cameAt: null, leftAt: null, reason: null };
	return people.map((one) => {
		if (one.status !== 'unmarked') return alone(one);
		const heads = [markInAll(operationId, one.enrollmentId)];
		return { ...one, status: 'present', ...none, heads, inAll: operationId };
	});
}

function told(one: RoomActivity, tap: Tap<'delivery'>): RoomActivity {
	const { state, minutes, reason } = tap;
	return { ...one, state, delivered: minutes ?? 0, reason, heads: headsAfter(one.heads, tap), review: false };
}

function noted(room: RoomState, tap: Tap<'practice'>) {
	const isSame = (one: RoomState['practices'][number]) => isAbout(one, tap) && one.lessonId === tap.lessonId;
	const before = room.practices.find(isSame);
	const others = room.practices.filter((one) => !isSame(one));
	if (tap.withdrawn) return others;
	const { enrollmentId, lessonId, steps, result, shown } = tap;
	const heads = headsAfter(before?.heads ?? [], tap);
	return [...others, { enrollmentId, lessonId, steps, result, shown, heads, review: false }];
}

/** Closings: what a session still lacks when it is about to end. */
import type { Read } from '../db/open.ts';
import type { Id } from '../ids.ts';
import type { Actor } from '../policy.ts';
import { roomOf, type Room } from './rooms.ts';

/** What is missing, by name and title; nothing of it stops the end. */
export async function closingOf(read: Read, actor: Actor, sessionId: Id, locale: string) {
	const room = await roomOf(read, actor, sessionId, locale);
	const { session, can } = room;
	const people = room.state.people;
	return {
		session,
		can,
		unmarked: people.filter(({ status }) => status === 'unmarked').map(({ name }) => name),
		review: [
			...people.filter(({ review }) => review.length > 0).map(({ name }) => name),
			...titles(room, ({ review }) => review)
		],
		undone: titles(room, ({ state }) => state === 'pending'),
		unpracticed: room.lessons
			.filter(({ carried, skill }) => skill && !carried)
			.map((lesson) => unpracticed(room, lesson)),
		here: people.filter(isHere).length,
		people: people.length
	};
}

const isHere = ({ status }: { status: string }) => status === 'present' || status === 'partial';

function titles(
	{ lessons, state }: Room,
	applies: (activity: Room['state']['activities'][number]) => boolean
): string[] {
	const all = lessons.flatMap((lesson) => lesson.activities.map(({ title }) => title));
	return all.filter((_, i) => applies(state.activities[i]));
}

/** People who were there, and of whom no practice of the lesson's skill is noted. */
function unpracticed({ state }: Room, { id, skill }: Room['lessons'][number]) {
	const noted = new Set(
		state.practices.filter(({ lessonId }) => lessonId === id).map(({ enrollmentId }) => enrollmentId)
	);
	const names = state.people
		.filter((one) => isHere(one) && !noted.has(one.enrollmentId))
		.map(({ name }) => name);
	return { skill: skill!.name, names };
}

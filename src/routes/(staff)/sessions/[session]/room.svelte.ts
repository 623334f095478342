/** A session's screen while it is open: what the server says, what was tapped since, and who else is here. */
import { v7 } from 'uuid';
import { follow, type Heard } from '#lib/follow.ts';
import { lock } from '#lib/lock.svelte.ts';
import { Queue } from '#lib/offline/queue.svelte.ts';
import type { Standing } from '#lib/roll.ts';
import type { HomeworkEntry } from '#lib/server/domain/homework.ts';
import type { RoomActivity, RoomState } from '#lib/server/domain/rooms.ts';
import type { RoomPerson } from '#lib/server/domain/room-people.ts';
import type { Start } from '#lib/server/domain/starts.ts';
import type { NewTap } from '#lib/server/domain/taps.ts';
import type { DeliveryReason, Engagement, HomeworkState } from '#lib/vocabulary.ts';
import { applied } from './applied.ts';
import {
	beginAt,
	beginNow,
	deliveryOf,
	engagementOf,
	homeworkOf,
	isRound,
	markOf,
	nothing,
	practiceOf,
	takeBackOf,
	type Delivered,
	type Noted,
	type Round
} from './new-taps.ts';

/** The last tap in words, and what takes it back. */
type Undo = { words: string; back: () => NewTap[]; ofAll?: boolean };

/** Milliseconds between looks at the clock. */
const minute = 60_000;

export class LiveRoom {
	/** Names of colleagues who have this screen open. */
	here = $state.raw<string[]>([]);
	undo = $state.raw<Undo | null>(null);
	#server = $state.raw() as RoomState;
	readonly queue: Queue<NewTap, { room: RoomState }>;
	/** What was tapped is shown at once, and again after each answer until it is saved. */
	readonly state: RoomState = $derived.by(() => applied(this.#server, this.queue.pending));

	readonly #address: string;
	readonly #idle: number;
	/** When the server last heard of somebody here. */
	#heardAt = Date.now();
	#answers = 0;
	#reading = false;
	#readAgain = false;

	/** `idle`: milliseconds without a tap after which the login may be locked. */
	constructor(sessionId: string, loaded: RoomState, idle: number) {
		this.#address = `/sessions/${sessionId}`;
		this.#server = loaded;
		this.#idle = idle;
		const answered = ({ room }: { room: RoomState }) => {
			this.#answers += 1;
			this.#heardAt = Date.now();
			this.#server = room;
		};
		this.queue = new Queue(`${this.#address}/operations`, answered, () => (lock.on = true));
	}

	/** Follows the session until the returned function is called. */
	start(): () => void {
		const stop = follow(`${this.#address}/stream`, ['change', 'here'], (what) => this.#hear(what));
		const send = () => void this.queue.send();
		addEventListener('online', send);
		const watch = setInterval(() => this.#watch(), minute);
		return () => {
			stop();
			clearInterval(watch);
			removeEventListener('online', send);
			this.queue.stop();
		};
	}

	/** After the login was unlocked: sends what waits, and reads what happened meanwhile. */
	resume() {
		this.#heardAt = Date.now();
		void this.queue.send();
		void this.#read();
	}

	/** Of the group or visiting, while they are on the roll. */
	personOf(id: string): RoomPerson | undefined {
		return [...this.state.people, ...this.state.visitors].find(({ enrollmentId }) => enrollmentId === id);
	}

	mark(person: RoomPerson, standing: Standing, words: string) {
		this.#tap(words, [markOf(person, standing)], () => this.#marksOf([person], (before) => before));
	}

	markAll(words: string) {
		const waiting = this.state.people.filter(({ status, announced }) => status === 'unmarked' && !announced);
		const back = () => this.#marksOf(waiting, () => nothing);
		this.#tap(words, [{ kind: 'mark-all', operationId: v7() }], back, true);
	}

	/** Takes back what "all others here" said, also on a screen that was opened since. */
	takeBackAll(all: string, words: string) {
		const made = this.state.people.filter(({ inAll }) => inAll === all);
		this.#tap(
			words,
			this.#marksOf(made, () => nothing),
			() => this.#marksOf(made, (one) => one)
		);
	}

	deliver(activity: RoomActivity, delivered: Delivered, words: string) {
		const { lessonId, key, state, reason } = activity;
		const before = { state, minutes: activity.delivered, reason: reason as DeliveryReason | null };
		const now = () => this.state.activities.find((one) => one.lessonId === lessonId && one.key === key)!;
		this.#tap(words, [deliveryOf(activity, delivered)], () => [deliveryOf(now(), before)]);
	}

	/** `noted` null: takes the note back. */
	practice(round: Round, noted: Noted | null, words: string) {
		const find = () => this.state.practices.find((one) => isRound(one, round));
		const before = find() ?? null;
		const tap = (next: Noted | null): NewTap[] => practiceOf(round, find(), next);
		this.#tap(words, tap(noted), () => tap(before));
	}

	homework(about: Pick<HomeworkEntry, 'enrollmentId' | 'lessonId'>, state: HomeworkState, words: string) {
		const find = () =>
			this.state.homework.find(
				(one) => one.enrollmentId === about.enrollmentId && one.lessonId === about.lessonId
			);
		const before = find()?.state ?? 'unsaid';
		const tap = (next: HomeworkState): NewTap[] => [homeworkOf(about, find(), next)];
		this.#tap(words, tap(state), () => tap(before));
	}

	/** `level` null: takes the note back. */
	engage(person: RoomPerson, level: Engagement | null, words: string) {
		const before = person.engagement?.level ?? null;
		this.#tap(words, [engagementOf(person, level)], () => [engagementOf(person, before)]);
	}

	begin(words: string) {
		const begun = beginNow();
		this.#tap(words, [begun], () => [takeBackOf(begun.operationId)]);
	}

	takeBackStart({ startId, startedAt }: Start, words: string) {
		this.#tap(words, [takeBackOf(startId)], () => [beginAt(startedAt)]);
	}

	takeBack() {
		const taps = this.undo?.back() ?? [];
		this.undo = null;
		this.queue.add(...taps);
	}

	#tap(words: string, taps: NewTap[], back: () => NewTap[], ofAll = false) {
		this.queue.add(...taps);
		this.undo = { words, back, ofAll };
	}

	/** About those who are still on the roll: somebody may have left the group in between. */
	#marksOf(about: readonly RoomPerson[], standing: (before: RoomPerson) => Standing): NewTap[] {
		return about.flatMap((before) => {
			const now = this.personOf(before.enrollmentId);
			return now ? [markOf(now, standing(before))] : [];
		});
	}

	#hear({ event, data }: Heard) {
		if (event === 'here') this.here = JSON.parse(data);
		else void this.#read();
	}

	/** The server alone says whether the login is locked: reading is no use of it. */
	#watch() {
		if (!lock.on && Date.now() - this.#heardAt > this.#idle) void this.#read();
	}

	/** Reads the room; a change heard meanwhile is read once more. What an answer overtook is thrown away. */
	async #read(): Promise<void> {
		this.#readAgain = this.#reading;
		if (this.#reading) return;
		this.#reading = true;
		const answers = this.#answers;
		const room = await roomAt(`${this.#address}/room`);
		if (room && answers === this.#answers) this.#server = room;
		this.#reading = false;
		if (this.#readAgain || answers !== this.#answers) await this.#read();
	}
}

async function roomAt(address: string): Promise<RoomState | null> {
	try {
		const response = await fetch(address, { redirect: 'manual', headers: { accept: 'application/json' } });
		if (response.status === 423) lock.on = true;
		return response.ok ? ((await response.json()) as RoomState) : null;
	} catch {
		return null; // the stream tells when there is a connection again
	}
}

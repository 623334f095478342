/** What is said on the roll: by a row's buttons, by a person's panel or by a key; and whose panel is open. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { faultOf, partBetween, partNow, standingOf, tapOf, type Said, type Standing } from '#lib/roll.ts';
import type { RoomPerson } from '#lib/server/domain/room-people.ts';
import type { LateReason } from '#lib/vocabulary.ts';
import type { LiveRoom } from './room.svelte.ts';
import { standingText, type Times } from './standings.ts';

type Told = { came?: string | null; left?: string | null; late?: LateReason | null };

export class RollTaps {
	/** Whose times and reasons are open. */
	who = $state('');
	/** What is wrong with the times there. */
	fault = $state<string | null>(null);
	readonly #live: LiveRoom;
	readonly #session: () => Times;
	/** Minutes since the start, while the session runs. */
	readonly #elapsed: () => number | null;

	constructor(live: LiveRoom, session: () => Times, elapsed: () => number | null) {
		this.#live = live;
		this.#session = session;
		this.#elapsed = elapsed;
	}

	/** By a button of a row. */
	tap(event: SubmitEvent) {
		event.preventDefault();
		const { said, enrollmentId } = tapOf((event.submitter as HTMLButtonElement).value);
		const person = this.#live.personOf(enrollmentId);
		if (!person) return;
		this.who = this.#tell(person, said) || needsMore(said) ? enrollmentId : '';
	}

	/** By the panel of a person, or a choice between two answers. */
	say(event: SubmitEvent & { currentTarget: HTMLFormElement }, person: RoomPerson) {
		event.preventDefault();
		const sent = new FormData(event.currentTarget, event.submitter);
		const said = sent.get('said') as Said;
		const [came, left] = [sent.get('came'), sent.get('left')].map((time) => (time ? String(time) : null));
		const late = (sent.get('late') as LateReason) || null;
		const more = needsMore(said) && sent.get('came') === null && person.review.length === 0;
		this.who = this.#tell(person, said, { came, left, late }) || more ? person.enrollmentId : '';
	}

	/** By a key: the next person is as near as the next key, so nothing opens by itself that need not. */
	press(id: string, said: Said): boolean {
		const person = this.#live.personOf(id);
		if (!person || person.review.length > 0) return false;
		const asks = this.#tell(person, said);
		this.who = asks ? id : '';
		return !asks;
	}

	toggle(id: string) {
		this.fault = null;
		this.who = this.who === id ? '' : id;
	}

	/** Marks somebody, where it is anything new. Returns whether it still has to be asked when they were there. */
	#tell(person: RoomPerson, said: Said, { came = null, left = null, late = null }: Told = {}): boolean {
		const session = this.#session();
		const told = said === 'partial' ? this.#partOf(person, came, left) : standingOf(said);
		const standing = told && { ...told, late: told.cameAt === null ? null : late };
		this.fault = standing && faultOf(standing, session.minutes);
		if (standing === null || this.fault !== null) return true;
		if (isSame(person, standing)) return false;
		const what = standingText(standing, session);
		this.#live.mark(person, standing, m.roll_last({ name: person.name, what }));
		return false;
	}

	/** A tap on "part" without times means now, while the session runs; otherwise the times are asked. */
	#partOf(person: RoomPerson, came: string | null, left: string | null): Standing | null {
		const { time, minutes } = this.#session();
		const elapsed = this.#elapsed();
		if (came || left) return partBetween(time, came, left);
		if (person.status === 'partial' || elapsed === null) return null;
		const now = partNow(person, elapsed, minutes);
		return now && { status: 'partial', ...now, reason: null };
	}
}

/** Times, or a reason, are offered next. */
const needsMore = (said: Said) => said === 'partial' || said === 'absent-unexcused';
const isSame = (a: Standing & { review: unknown[] }, b: Standing) =>
	a.review.length === 0 && textOf(a) === textOf(b);
const textOf = ({ status, reason, cameAt, leftAt, late }: Standing) =>
	[status, reason, cameAt, leftAt, late].join();

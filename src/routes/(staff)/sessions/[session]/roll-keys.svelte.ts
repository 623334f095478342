/** The roll by keyboard: arrows go from person to person, a letter marks. Heard only while somebody on the roll has the focus. */
import { browser } from '$app/environment';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Said } from '#lib/roll.ts';

type Does = {
	/** Returns whether it is done, and the next person may come. */
	mark: (enrollmentId: string, said: Said) => boolean;
	undo: () => void;
};

/** A letter alone can be in the way of speech input and of other aids: it can be turned off (WCAG 2.1.4). */
const kept = 'roll-keys';

export class RollKeysState {
	on = $state(browser ? localStorage.getItem(kept) !== 'off' : true);
	/** The list of keys is shown. */
	help = $state(false);
	readonly #does: Does;

	constructor(does: Does) {
		this.#does = does;
	}

	turn(on: boolean) {
		this.on = on;
		localStorage.setItem(kept, on ? 'on' : 'off');
	}

	/** Hears the keys of a list of people. */
	listen = (list: HTMLElement) => {
		list.addEventListener('keydown', this.#press);
		return () => list.removeEventListener('keydown', this.#press);
	};

	#press = (event: KeyboardEvent) => {
		const at = event.target as HTMLElement;
		if (event.ctrlKey || event.metaKey || event.altKey || at.closest('input, select, textarea')) return;
		const row = at.closest<HTMLElement>('li[id^="person-"]');
		if (!row || !this.#carriesOut(event.key, row)) return;
		event.preventDefault();
	};

	#carriesOut(key: string, row: HTMLElement): boolean {
		if (key === 'ArrowDown') return this.#go(row, 1);
		if (key === 'ArrowUp') return this.#go(row, -1);
		if (!this.on || key.length !== 1) return false;
		if (key === '?') return (this.help = true);
		const letter = key.toLowerCase();
		if (letter === m.roll_key_undo()) return this.#undo();
		const said = saidBy(letter);
		if (said === null) return false;
		if (this.#does.mark(row.id.slice('person-'.length), said)) this.#go(row, 1);
		return true;
	}

	#undo(): true {
		this.#does.undo();
		return true;
	}

	/** To the name of the person before or after; at the end of the roll it stays. */
	#go(row: HTMLElement, by: 1 | -1): true {
		const rows = [...row.parentElement!.querySelectorAll<HTMLElement>(':scope > li[id^="person-"]')];
		const next = rows[rows.indexOf(row) + by] ?? row;
		next.querySelector<HTMLElement>('a, button')?.focus();
		return true;
	}
}

function saidBy(letter: string): Said | null {
	if (letter === m.roll_key_here()) return 'present';
	if (letter === m.roll_key_part()) return 'partial';
	return letter === m.roll_key_out() ? 'absent-unexcused' : null;
}

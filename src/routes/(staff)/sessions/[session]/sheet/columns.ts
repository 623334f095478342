/** Keys on the sheet: Enter goes down the column, arrows too; after the last row it comes to the button. */

const steps: Record<string, number> = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

export function goDown(event: KeyboardEvent): void {
	const { target, key, shiftKey, isComposing } = event;
	if (!(target instanceof HTMLInputElement) || !target.dataset.column || !(key in steps) || isComposing)
		return;
	event.preventDefault();
	const form = target.form!;
	const column = [...form.querySelectorAll<HTMLInputElement>(`[data-column="${target.dataset.column}"]`)];
	const step = key === 'Enter' && shiftKey ? -1 : steps[key];
	const next = column[column.indexOf(target) + step];
	if (next) next.focus();
	else if (step > 0) form.querySelector<HTMLElement>('[data-save]')?.focus();
}

/** The first row of which nothing is known yet. */
export const focusFirst = (form: HTMLFormElement) =>
	form.querySelector<HTMLInputElement>('[data-column="said"][data-open]')?.focus({ preventScroll: true });

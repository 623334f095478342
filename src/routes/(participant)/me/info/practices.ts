/** What was noted of somebody's own practice, in plain words. */
import { list, type Locale } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { OwnPractice } from '#lib/server/domain/own-practices.ts';
import { resultWords } from '#lib/words.ts';

export function practiceLines(one: OwnPractice, locale: Locale): string[] {
	if (one.review) return [m.own_practice_review()];
	if (one.kind === 'home') return [homeText(one.state)];
	if (one.role === 'partner') return [m.own_practice_partner()];
	if (one.role === 'observer') return [m.own_practice_observer()];
	const went = one.result
		? m.own_practice_went({ result: resultWords[one.result]().toLowerCase() })
		: m.own_practice_tried();
	const steps = one.steps.map((step) => step.replace(/[.!]$/, ''));
	return [went, ...(steps.length > 0 ? [m.own_practice_steps({ steps: list(steps, locale) })] : [])];
}

function homeText(state: Extract<OwnPractice, { kind: 'home' }>['state']): string {
	if (state === 'returned') return m.own_homework_returned();
	return state === 'tried' ? m.own_homework_tried() : m.own_homework_not();
}

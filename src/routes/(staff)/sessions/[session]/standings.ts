/** How somebody stands on the roll, and how an activity stands, in the reader's words. */
import { clock, clockAfter, list, type Locale } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { isTooLate, minutesThere, type Standing } from '#lib/roll.ts';
import type { RoomActivity } from '#lib/server/domain/rooms.ts';
import { errorText } from '#lib/wording.ts';
import { activityWords, deliveryWords, markWords, reasonWords, resultText, partWords } from '#lib/words.ts';
import { deliveredAs, type ActivitySaid } from '#lib/plan.ts';
import type { DeliveryReason, PracticeResult, PracticeRole } from '#lib/vocabulary.ts';

type Noted = {
	role?: PracticeRole | null;
	steps: readonly number[];
	result: PracticeResult | null;
	withdrawn?: boolean;
};

/** When the session is, by the room's clock. */
export type Times = { time: string; minutes: number; lateCutoff?: number | null };

/** "Here", "Came 6:12 pm, 78 of 90 min", "Court, does not count", "Not marked". */
export function standingText(standing: Standing, times: Times): string {
	if (standing.status === 'partial') return partText(standing, times);
	if (!standing.reason) return markWords[standing.status]();
	const reason = reasonWords[standing.reason]();
	return standing.status === 'absent-neutral' ? m.roll_neutral({ reason }) : reason;
}

function partText(standing: Standing, { time, minutes, lateCutoff = null }: Times): string {
	const locale = getLocale() as Locale;
	const at = (after: number | null) => (after === null ? null : clock(clockAfter(time, after), locale));
	const [came, left] = [at(standing.cameAt), at(standing.leftAt)];
	const when =
		came && left
			? m.roll_between({ came, left })
			: came
				? m.roll_came({ came })
				: m.roll_left({ left: left ?? '' });
	const text = `${when}, ${m.roll_minutes({ there: minutesThere(standing, minutes), minutes })}`;
	if (isTooLate(standing, lateCutoff)) return `${text} · ${m.roll_too_late()}`;
	return standing.late ? `${text} · ${m.roll_late_counts({ reason: reasonWords[standing.late]() })}` : text;
}

/** "Done", "Shortened to 10 min", "Skipped: no time left"; empty while it is to do. */
export function activityText({
	state,
	delivered,
	reason
}: Pick<RoomActivity, 'state' | 'delivered' | 'reason'>): string {
	if (state === 'pending') return '';
	if (state === 'shortened') return m.guide_shortened_to({ minutes: delivered });
	if (state === 'skipped' && reason)
		return m.guide_skipped_for({ reason: deliveryWords[reason as DeliveryReason]() });
	return activityWords[state]();
}

/** "Went well · steps 1, 2 and 3", "Partner", "no practice after all". */
export function notedText({ role, steps, result, withdrawn = false }: Noted): string {
	if (withdrawn) return m.practice_taken_back();
	const locale = getLocale() as Locale;
	const shown = steps.length > 0 && m.practice_steps_shown({ steps: list(steps.map(String), locale) });
	if (role && role !== 'actor') return partWords[role]();
	return [resultText(result), shown].filter(Boolean).join(' · ');
}

/** "Done", "Skipped: no time left", "Not done here": what can be chosen of an activity. */
export function saidText(said: ActivitySaid): string {
	if (said === 'pending') return m.guide_not_here();
	const { state, reason } = deliveredAs(said);
	return reason ? m.guide_skipped_for({ reason: deliveryWords[reason]() }) : activityWords[state]();
}

/** What is wrong with the times of a part, and what to do about it; empty when nothing is. */
export function timesFault(code: string | null | undefined, { minutes }: Times): string {
	if (!code) return '';
	if (code === 'minutes') return m.roll_when();
	if (code === 'minutes-order' || code === 'minutes-session') return errorText(code, { most: minutes });
	return m.roll_times_misfit();
}

export const names = (all: readonly string[]) => list(all, getLocale() as Locale);

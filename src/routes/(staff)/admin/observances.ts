/** Countries and states whose public holidays may be kept, in words. */
import { m } from '#lib/i18n/paraglide/messages.js';

type Kept = { code: string; name: string };

const nameOf = ({ code, name }: Kept) =>
	code.includes('-') ? name : m.schedule_holidays_country({ country: name });

export const observanceOptions = (states: readonly Kept[]) =>
	states.map((kept) => ({ value: kept.code, label: nameOf(kept) }));

/** One of another country is named by its code. */
export const observanceName = (states: readonly Kept[], code: string) =>
	states.filter((kept) => kept.code === code).map(nameOf)[0] ?? code;

/** Dosage in words: targets, sources, and hours to a tenth, never rounded up. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { hoursOf, type DosageSource } from './dosage.ts';
import { capitalized, number } from './format.ts';

const targets: Record<string, () => string> = {
	work: m.dosage_target_work,
	thinking: m.dosage_target_thinking,
	peers: m.dosage_target_peers
};

/** A curriculum may name targets of its own: these are told as they are written. */
export const targetText = (target: string): string =>
	targets[target]?.() ?? capitalized(target.replaceAll('-', ' '), getLocale());

export const sourceWords: Record<DosageSource, () => string> = {
	session: m.dosage_source_session,
	'make-up': m.dosage_source_make_up,
	packet: m.dosage_source_packet,
	homework: m.dosage_source_homework
};

/** "12.5" */
export const hoursText = (minutes: number): string => number(hoursOf(minutes), getLocale(), 1);

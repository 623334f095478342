/** What a session lacks before its end, in the reader's words: each with what it means and the way to it. */
import { fullDay, list, type Locale } from '#lib/format.ts';
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Closing } from '#lib/server/domain/closings.ts';

export function missingIn(closing: Closing, room: string, locale: Locale) {
	const items = [...reviews(closing, room), ...undone(closing, room, locale), ...unnoted(closing, room)];
	return items
		.filter(({ who }) => who.length > 0)
		.map(({ who, ...item }) => ({ ...item, text: list(who, locale), count: who.length }));
}

type Item = {
	kind: 'review' | 'unmarked' | 'undone' | 'practice' | 'homework';
	title: string;
	who: readonly string[];
	why: string;
	href: string;
	action: string;
};

function reviews({ review }: Closing, room: string): Item[] {
	const shared = { kind: 'review' as const, why: m.end_review_why(), action: m.end_settle() };
	const { roll, guide, practice } = review;
	return [
		{ ...shared, who: roll, title: m.end_review({ count: roll.length }), href: `${room}?view=roll` },
		{
			...{ ...shared, who: guide, href: `${room}?view=guide` },
			title: m.end_review_guide({ count: guide.length })
		},
		{
			...{ ...shared, who: practice, href: `${room}?view=practice` },
			title: m.end_review_practice({ count: practice.length })
		}
	];
}

function undone({ unmarked, carried, session: { next } }: Closing, room: string, locale: Locale): Item[] {
	return [
		{
			...{ kind: 'unmarked', who: unmarked, title: m.end_unmarked({ count: unmarked.length }) },
			...{ why: m.end_unmarked_why(), href: `${room}?view=roll`, action: m.end_to_roll() }
		},
		{
			...{ kind: 'undone', who: carried, title: m.end_undone({ count: carried.length }) },
			why: next ? m.end_carries({ number: next.number, date: fullDay(next.date, locale) }) : '',
			...{ href: `${room}?view=guide`, action: m.end_to_guide() }
		}
	];
}

function unnoted({ unpracticed, homework }: Closing, room: string): Item[] {
	const shared = { href: `${room}?view=practice`, action: m.end_to_practice() };
	return [
		...homework.map(({ title, unasked }) => ({
			...{ ...shared, kind: 'homework' as const, who: unasked, why: m.end_unasked_why() },
			title: m.end_unasked({ title, count: unasked.length })
		})),
		...unpracticed.map(({ skill, names }) => ({
			...{ ...shared, kind: 'practice' as const, who: names, why: m.end_unpracticed_why() },
			title: m.end_unpracticed({ skill, count: names.length })
		}))
	];
}

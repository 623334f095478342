import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { readLesson } from '#lib/server/domain/readings.ts';
import { closeScreens, countScreens, openScreen } from '#lib/server/identity/screens.ts';
import type { RequestEvent } from './$types';

/** Of the edition asked for, or the newest. */
const lessonOf = async ({
	locals: { db, actor },
	params,
	url
}: Pick<RequestEvent, 'locals' | 'params' | 'url'>) => {
	const editionId = url.searchParams.get('edition') || undefined;
	const { edition, reading } = await readLesson(
		db.read,
		actor,
		params.lesson,
		'room',
		editionId,
		getLocale()
	);
	return { edition, reading, showing: { editionId: edition.id, lessonId: params.lesson } };
};

export const load = async ({ locals, params, url }) => {
	const { edition, reading, showing } = await lessonOf({ locals, params, url });
	return {
		lesson: { id: params.lesson, title: reading.title },
		editionId: edition.id,
		open: await countScreens(locals.db.read, locals.actor, showing),
		address: `${url.host}/room`
	};
};

const opened = async (event: RequestEvent) => {
	const { db, actor } = event.locals;
	return openScreen(db, actor, (await lessonOf(event)).showing, getLocale());
};

export const actions = {
	open: async (event) => redirect(303, `/room/${(await opened(event)).token}/1`),
	code: async (event) => ({ code: (await opened(event)).code }),
	close: async (event) => {
		const { db, actor } = event.locals;
		await closeScreens(db, actor, (await lessonOf(event)).showing);
		return { closed: true };
	}
};

import { redirect } from '@sveltejs/kit';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { findSession } from '#lib/server/domain/sessions.ts';
import { refused } from '#lib/server/forms.ts';
import { closeScreens, countScreens, openScreen } from '#lib/server/identity/screens.ts';
import type { RequestEvent } from './$types';

export const load = async ({ locals: { db, actor }, params, url }) => {
	const { id, group, endedAt, cancelledAt } = await findSession(db.read, actor, params.session);
	return {
		session: { id, group },
		possible: !endedAt && !cancelledAt,
		open: await countScreens(db.read, actor, { sessionId: id }),
		address: `${url.host}/room`
	};
};

const opened = ({ locals: { db, actor }, params }: RequestEvent) =>
	openScreen(db, actor, { sessionId: params.session }, getLocale());

export const actions = {
	open: async (event) => {
		const screen = await opened(event).catch(refused);
		if ('token' in screen) redirect(303, `/room/${screen.token}/1`);
		return screen;
	},
	code: async (event) => {
		const screen = await opened(event).catch(refused);
		return 'code' in screen ? { code: screen.code } : screen;
	},
	close: async ({ locals: { db, actor }, params }) => {
		await closeScreens(db, actor, { sessionId: params.session });
		return { closed: true };
	}
};

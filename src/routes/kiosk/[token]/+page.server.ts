import { fail } from '@sveltejs/kit';
import { v7 } from 'uuid';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { DomainError } from '#lib/server/errors.ts';
import { readForm } from '#lib/server/forms.ts';
import { checkInAtKiosk, findKiosk, KioskCheckIn } from '#lib/server/identity/kiosks.ts';
import { timeOf } from '#lib/format.ts';

/** Seconds for which a name, or that something did not work, is to be seen. */
const shown = 6;

export const load = async ({ locals: { db }, params, setHeaders }) => {
	const { standing, opensAt, zone } = await findKiosk(db.read, params.token);
	setHeaders({ 'cache-control': 'no-store' });
	const begins = standing === 'ahead' ? timeOf(opensAt, zone, getLocale()) : null;
	return { begins, seconds: shown, operationId: v7() };
};

export const actions = {
	/** Whatever is wrong, it looks the same to those who wait behind, and it is gone as soon. */
	default: async ({ request, params, locals, getClientAddress }) => {
		const form = await readForm(request, KioskCheckIn);
		if (!form.ok) return fail(400, { speak: false });
		const alert = (what: string) => locals.log.warn({ what }, 'many unknown cards');
		const from = { address: getClientAddress(), alert };
		return checkInAtKiosk(locals.db, params.token, form.data, from).catch(refusalOf);
	}
};

/** Whose card it is was proved before any of these. */
const proved = ['check-in.not-yours', 'check-in.turned-down'];

function refusalOf(error: unknown): ReturnType<typeof fail<{ speak: boolean }>> {
	if (!(error instanceof DomainError) || error.status === 404) throw error;
	return fail(error.status, { speak: proved.includes(error.code) });
}

import { redirect } from '@sveltejs/kit';
import { NewGoal, setGoal, SettledGoal, settleGoal } from '#lib/server/domain/coaching-goals.ts';
import { facilitatorOf } from '#lib/server/domain/coaching.ts';
import {
	NewCredential,
	recordCredential,
	TakenBackCredential,
	takeBackCredential
} from '#lib/server/domain/credentials.ts';
import { askObservation, NewObservation } from '#lib/server/domain/observations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { submit } from '#lib/server/forms.ts';

const find = ({ locals: { db, actor }, params, url }: Pick<Event, 'locals' | 'params' | 'url'>) =>
	facilitatorOf(db.read, actor, params.staff, url.searchParams.get('organization'));

type Event = { request: Request; locals: App.Locals; params: { staff: string }; url: URL };

export const load = async (event) => {
	const facilitator = await find(event);
	const { id, organizationId } = facilitator;
	logRead(event.locals.actor, { organizationId, subject: `staff:${id}`, kind: 'coaching.read' });
	const words = ['credential', 'back', 'goal', 'settle'] as const;
	return { facilitator, said: words.find((word) => event.url.searchParams.has(word)) };
};

const done = (staffId: string, organization: string, word: string): never =>
	redirect(303, `/facilitators/${staffId}?${new URLSearchParams({ organization, [word]: '' })}`);

export const actions = {
	credential: async (event) => {
		const { id, organizationId } = await find(event);
		return submit(event.request, NewCredential, async (input) => {
			await recordCredential(event.locals.db, event.locals.actor, organizationId, id, input);
			done(id, organizationId, 'credential');
		});
	},

	back: async (event) => {
		const { id, organizationId } = await find(event);
		return submit(event.request, TakenBackCredential, async (input) => {
			await takeBackCredential(event.locals.db, event.locals.actor, organizationId, id, input);
			done(id, organizationId, 'back');
		});
	},

	goal: async (event) => {
		const { id, organizationId } = await find(event);
		return submit(event.request, NewGoal, async (input) => {
			await setGoal(event.locals.db, event.locals.actor, organizationId, id, input);
			done(id, organizationId, 'goal');
		});
	},

	settle: async (event) => {
		const { id, organizationId } = await find(event);
		return submit(event.request, SettledGoal, async (input) => {
			await settleGoal(event.locals.db, event.locals.actor, input);
			done(id, organizationId, 'settle');
		});
	},

	ask: async (event) => {
		await find(event);
		return submit(event.request, NewObservation, async (input) => {
			await askObservation(event.locals.db, event.locals.actor, input);
			redirect(303, `/observations/${input.operationId}?ask`);
		});
	}
};

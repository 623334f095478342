/** Requests whose answer needs a table that is gone: one of each kind, and one for each way to come in. */
import { newId } from '#lib/server/ids.ts';
import type { ActorName, Subject } from './actors.ts';
import { form, formBody, json, type Asked } from './asking.ts';

/** The table that is taken away, and who asks for what then. */
type Failing = { table: string; path: (own: Subject) => string; as: ActorName } & Asked;
const script = { accept: 'application/json', 'x-sveltekit-action': 'true' };
export const failing: Record<string, Failing> = {
	'a page': { table: 'sessions', path: () => '/today', as: 'facilitator' },
	'a page of a participant': { table: 'enrollments', path: () => '/me', as: 'participant' },
	'the data of a page': { table: 'sessions', path: () => '/today/__data.json', as: 'facilitator' },
	'a form': {
		table: 'marks',
		path: (own) => `/sessions/${own.session}?/all`,
		as: 'facilitator',
		method: 'POST',
		headers: form,
		body: formBody({ operationId: newId() })
	},
	'a form sent by a script': {
		table: 'marks',
		path: (own) => `/sessions/${own.session}?/all`,
		as: 'facilitator',
		method: 'POST',
		headers: { ...form, ...script },
		body: formBody({ operationId: newId() })
	},
	'a name that is written': {
		table: 'participant_names',
		path: (own) => `/groups/${own.group}/enroll?/new`,
		as: 'coordinator',
		method: 'POST',
		headers: form,
		body: formBody({
			operationId: newId(),
			number: 'P-7777',
			firstName: 'Zebedee',
			lastName: 'Quartermain',
			language: 'en'
		})
	},
	'an operation': {
		table: 'marks',
		path: (own) => `/sessions/${own.session}/operations`,
		as: 'facilitator',
		method: 'POST',
		headers: json,
		body: JSON.stringify({ kind: 'mark-all', operationId: newId() })
	},
	'the API': { table: 'consents', path: () => '/api/v1/milestones', as: 'key' },
	'a file': { table: 'enrollments', path: () => '/people/people.csv', as: 'coordinator' },
	'a stream': { table: 'sessions', path: (own) => `/sessions/${own.session}/stream`, as: 'facilitator' },
	'finding out who asks': { table: 'logins', path: () => '/today', as: 'facilitator' },
	'finding out whose card it is': { table: 'card_logins', path: () => '/me', as: 'participant' },
	'finding out whose data it is': { table: 'logins', path: () => '/today/__data.json', as: 'facilitator' },
	'finding out whose form it is': {
		table: 'logins',
		path: (own) => `/sessions/${own.session}?/all`,
		as: 'facilitator',
		method: 'POST',
		headers: { ...form, ...script },
		body: formBody({ operationId: newId() })
	},
	'finding out whose key it is': { table: 'keys', path: () => '/api/v1/milestones', as: 'key' }
};

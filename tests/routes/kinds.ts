/** One of every kind of answer that the server gives, and how to ask for it. */
import { newId } from '#lib/server/ids.ts';
import type { ActorName, Subject } from './actors.ts';
import { form, json, type Asked } from './asking.ts';

export type Kind = { path: (own: Subject) => string; as?: ActorName; status: number; page?: boolean } & Asked;

const nothing = 'operationId=x';
const script = { accept: 'application/json', 'x-sveltekit-action': 'true' };

export const kinds: Record<string, Kind> = {
	'a page for everybody': { path: () => '/sign-in', status: 200, page: true },
	'a page of the handbook': { path: () => '/handbook', status: 200, page: true },
	'a page of staff': { path: () => '/today', as: 'facilitator', status: 200, page: true },
	'a page of a participant': { path: () => '/me', as: 'participant', status: 200, page: true },
	'the data of a page': { path: () => '/today/__data.json', as: 'facilitator', status: 200 },
	'a redirect to the sign-in': { path: () => '/today', status: 303 },
	'a page that is not for one': { path: () => '/admin/keys', as: 'lead', status: 403, page: true },
	'a page that is not there': { path: () => '/nowhere', status: 404, page: true },
	'the data of a page that is not for one': {
		path: () => '/admin/keys/__data.json',
		as: 'lead',
		status: 403
	},
	'a record that is not there': {
		path: () => `/groups/${newId()}`,
		as: 'facilitator',
		status: 404,
		page: true
	},
	'a form with faults': {
		path: (own) => `/sessions/${own.session}/end?/end`,
		as: 'facilitator',
		status: 400,
		page: true,
		method: 'POST',
		headers: form,
		body: nothing
	},
	'the same form, sent by a script': {
		path: (own) => `/sessions/${own.session}/end?/end`,
		as: 'facilitator',
		status: 200,
		method: 'POST',
		headers: { ...form, ...script },
		body: nothing
	},
	'the data of a page, signed out': { path: () => '/today/__data.json', status: 200 },
	'a form sent by a script, signed out': {
		path: (own) => `/sessions/${own.session}/end?/end`,
		status: 200,
		method: 'POST',
		headers: { ...form, ...script },
		body: nothing
	},
	'a form that is too large': {
		path: () => '/sign-in?/password',
		status: 413,
		page: true,
		method: 'POST',
		headers: form,
		body: 'email='.padEnd(70_000, 'a')
	},
	'an operation from elsewhere': {
		path: (own) => `/sessions/${own.session}/operations`,
		as: 'facilitator',
		status: 403,
		method: 'POST',
		headers: { ...json, origin: 'https://elsewhere.example' },
		body: '{}'
	},
	'a choice of language': {
		path: () => '/language',
		status: 303,
		method: 'POST',
		headers: form,
		body: 'locale=es'
	},
	'a file': { path: () => '/people/people.csv', as: 'coordinator', status: 200 },
	'what a screen asks for': {
		path: (own) => `/sessions/${own.session}/room`,
		as: 'facilitator',
		status: 200
	},
	'an address that is none, asked for by a script': {
		path: () => '/nowhere',
		status: 404,
		headers: { accept: 'application/json' }
	},
	'a stream': { path: (own) => `/sessions/${own.session}/stream`, as: 'facilitator', status: 200 },
	'an operation with faults': {
		path: (own) => `/sessions/${own.session}/operations`,
		as: 'facilitator',
		status: 400,
		method: 'POST',
		headers: json,
		body: '{}'
	},
	'an answer of the API': { path: () => '/api/v1/milestones', as: 'key', status: 200 },
	'a problem of the API': { path: () => '/api/v1/milestones', status: 401 },
	"the API's contract": { path: () => '/api/v1/openapi.json', status: 200 },
	'a sign of life': { path: () => '/healthz', status: 200 },
	'a method that a route does not have': { path: () => '/healthz', status: 405, method: 'DELETE' },
	'an address that cannot be read': { path: () => '/%ff', status: 400 }
};

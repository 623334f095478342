/** What somebody typed into a form that came in while their login was locked: given back, to be sent once it is open. */
import type { RequestEvent } from '@sveltejs/kit';
import { withinLimit, limitFor } from './bodies.ts';
import { isSecret, valuesOf } from './forms.ts';

/** Names and texts, in the form's order. */
export type Typed = [name: string, text: string][];

/** Fields whose names begin with `prefix`, without it. Secrets are never given back. */
export const typedIn = (form: FormData, prefix = ''): Typed =>
	[...form].flatMap(([name, value]): Typed => {
		const own = name.slice(prefix.length);
		return typeof value === 'string' && name.startsWith(prefix) && !isSecret(own) ? [[own, value]] : [];
	});

/** The page that an action belongs to: "?/name" in a path is an action's name. */
export function pageOf(path: string): string {
	const url = new URL(path, 'http://local.invalid');
	for (const name of [...url.searchParams.keys()]) if (name.startsWith('/')) url.searchParams.delete(name);
	return url.pathname + url.search;
}

/** Answers a form of a locked login: the lock page with all that was typed, or, where JavaScript sent it, a refusal. */
export async function keepTyped(event: RequestEvent): Promise<Response | null> {
	const type = event.request.headers.get('content-type') ?? '';
	if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return null;
	const request = await withinLimit(event.request, limitFor(event.url.pathname));
	return request.headers.has('x-sveltekit-action') ? besideTheForm(request) : onTheLockPage(event, request);
}

/** As Kit tells an enhanced form that its action failed: the page stays as it is. */
async function besideTheForm(request: Request): Promise<Response> {
	const values = valuesOf(await request.formData());
	const refusal = { ok: false, code: 'locked', params: {}, values, faults: {} };
	return Response.json({ type: 'failure', status: 423, data: flattened(refusal) }, { status: 423 });
}

/** The format of devalue, which Kit's client reads: every value in one list, objects and lists hold places in it. */
function flattened(value: unknown): string {
	const flat: unknown[] = [];
	const put = (one: unknown): number => {
		const place = flat.push(null) - 1;
		if (Array.isArray(one)) flat[place] = one.map(put);
		else if (typeof one === 'object' && one !== null)
			flat[place] = Object.fromEntries(Object.entries(one).map(([name, part]) => [name, put(part)]));
		else flat[place] = one;
		return place;
	};
	put(value);
	return JSON.stringify(flat);
}

async function onTheLockPage(event: RequestEvent, request: Request): Promise<Response> {
	const next = encodeURIComponent(event.url.pathname + event.url.search);
	const page = await event.fetch(`/locked?/keep&next=${next}`, {
		method: 'POST',
		headers: { ...headersOf(request), accept: 'text/html', origin: event.url.origin },
		body: await request.arrayBuffer()
	});
	return new Response(page.body, { status: page.status, headers: page.headers });
}

const headersOf = (request: Request) => ({ 'content-type': request.headers.get('content-type')! });

/** The composition root: settings, database, who asks, whether they may, and what every answer carries. */
import { building, dev } from '$app/environment';
import {
	isRedirect,
	redirect,
	type Handle,
	type HandleServerError,
	type Redirect,
	type RequestEvent,
	type ServerInit
} from '@sveltejs/kit';
import { paraglideMiddleware } from '#lib/i18n/paraglide/server.js';
import { limitFor, withinLimit } from '#lib/server/bodies.ts';
import { ConfigError, readConfig, type Config } from '#lib/server/config.ts';
import { migrationState, schemaFault, unguardedTables } from '#lib/server/db/migrate.ts';
import { openDatabase, type Db } from '#lib/server/db/open.ts';
import { DomainError } from '#lib/server/errors.ts';
import { fillFeed } from '#lib/server/feed/filling.ts';
import { passage, refuseForeign } from '#lib/server/guard.ts';
import { identify } from '#lib/server/identity/identify.ts';
import { createStaffAuth, type StaffAuth } from '#lib/server/identity/staff.ts';
import { newId } from '#lib/server/ids.ts';
import { startJobs, type Jobs } from '#lib/server/jobs.ts';
import { closeStreams } from '#lib/server/live.ts';
import { createLog, type Log } from '#lib/server/log.ts';
import { countRequest, startMetrics } from '#lib/server/metrics.ts';
import { anonymous } from '#lib/server/policy.ts';
import { openPress, type Press } from '#lib/server/print/press.ts';
import { problem } from '#lib/server/problems.ts';
import { compressed, secureHeaders, varyByLanguage } from '#lib/server/responses.ts';
import { askedAlone } from '#lib/server/routes.ts';
import { keepTyped } from '#lib/server/typed.ts';

type App = { config: Config; db: Db; auth: StaffAuth; log: Log; jobs: Jobs; press: Press };
let app: App;

export const init: ServerInit = async () => {
	if (building) return;
	try {
		app = await compose();
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		for (const fault of error.faults) console.error(`groundwork: ${fault}`);
		process.exit(1);
	}
	stopInOrder(app);
	app.log.info({ database: app.config.databaseUrl.split(':')[0], demo: app.config.demo }, 'ready');
};

async function compose(): Promise<App> {
	const config = readConfig(process.env);
	await refuseOtherSchema(config.databaseUrl);
	const db = await openDatabase(config.databaseUrl);
	// Before anybody reads: what an earlier version left has no place in the feed yet.
	await fillFeed(db);
	const log = createLog(config.logLevel);
	startMetrics();
	const auth = createStaffAuth(db, config);
	return { config, db, log, auth, jobs: startJobs(db, log), press: openPress(log) };
}

async function refuseOtherSchema(url: string): Promise<void> {
	const fault = schemaFault(await migrationState(url));
	if (fault) throw new ConfigError([fault]);
	const bare = await unguardedTables(url);
	if (bare.length > 0) {
		const names = bare.join(', ');
		throw new ConfigError([`${names} can be changed, their triggers are gone: npm run groundwork -- doctor`]);
	}
}

/** Streams first: the adapter waits for them. Then it drains the rest, and the database is closed last (security R41). */
function stopInOrder({ jobs, db, log, press }: App): void {
	if (dev) return;
	const begin = () => {
		closeStreams();
		void jobs.stop();
	};
	process.once('SIGTERM', begin);
	process.once('SIGINT', begin);
	process.once('sveltekit:shutdown', async () => {
		closeStreams();
		await jobs.stop();
		await press.close();
		await db.close();
		log.info('stopped');
	});
}

export const handle: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, async ({ locale }) => {
		const began = performance.now();
		const inLanguage = () =>
			resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', locale) });
		const answer = await answered(event, inLanguage);
		const { actor, config, requestId } = event.locals;
		const headed = new Response(answer.body, answer);
		secureHeaders(headed.headers, { secure: config.secure, signedIn: actor.kind !== 'anonymous' });
		varyByLanguage(headed.headers);
		headed.headers.set('x-request-id', requestId);
		// What is still on its way of a body that is too large is not waited for.
		if (headed.status === 413) headed.headers.set('connection', 'close');
		const response = event.isSubRequest ? headed : await compressed(event.request, headed);
		countRequest(event.request.method, response.status, performance.now() - began);
		return response;
	});

async function answered(event: RequestEvent, resolve: () => Promise<Response> | Response): Promise<Response> {
	try {
		await fillLocals(event);
		await admit(event);
	} catch (reason) {
		if (isRedirect(reason)) return led(event, reason);
		if (reason instanceof DomainError) return refuse(event, reason);
		logUnexpected(event, reason);
		return refuse(event, unexpected());
	}
	const response = await resolve();
	return withStatusOf(event, response);
}

/** A redirect that carries our headers, which one that is thrown to Kit does not. Kit's own client reads it in JSON. */
function led({ request, isDataRequest }: RequestEvent, { status, location }: Redirect): Response {
	if (isDataRequest) return Response.json({ type: 'redirect', location });
	if (isEnhanced(request)) return Response.json({ type: 'redirect', status, location });
	return new Response(null, { status, headers: { location } });
}

async function fillLocals(event: RequestEvent): Promise<void> {
	Object.assign(event.locals, { ...app, requestId: newId(), actor: anonymous });
	// It says why somebody was turned away, also when it can't be found out who that is.
	if (event.route.id === '/refused') return;
	const { auth, db } = app;
	const shown = {
		login: event.cookies.get(auth.cookies.login),
		card: event.cookies.get(auth.cookies.card),
		authorization: event.request.headers.get('authorization')
	};
	event.locals.actor = await identify(db, shown, askedAlone.includes(event.route.id ?? ''));
}

/** @throws what refuses the request, or the redirect to where one signs in. */
async function admit(event: RequestEvent): Promise<void> {
	const { request, url, route } = event;
	const { actor, config } = event.locals;
	if (!config.secure && isByOtherName(event)) redirect(307, url.href);
	refuseForeign(request, url.origin, actor);
	if (route.id) {
		const way = passage(actor, route.id);
		if (!way.allowed) throw signInFirst(event, way.signIn);
	}
	if (!route.id && !isForPeople(event)) throw new DomainError(404, 'not-found');
	event.request = await withinLimit(request, limitFor(url.pathname));
}

/** Forms are only taken from pages under our own name: whoever typed another name of this machine is led there. */
function isByOtherName({ request, url }: RequestEvent): boolean {
	const host = request.headers.get('host') ?? url.host;
	const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
	return (
		request.method === 'GET' && host !== url.host && loopback.test(host) && accepts(request, 'text/html')
	);
}

function signInFirst(event: RequestEvent, signIn: string | null): DomainError {
	const { actor } = event.locals;
	if (signIn && isForPeople(event) && (event.request.method === 'GET' || actor.kind === 'anonymous')) {
		const next = encodeURIComponent(event.url.pathname + event.url.search);
		redirect(303, signIn === '/setup/authenticator' ? signIn : `${signIn}?next=${next}`);
	}
	if (actor.kind === 'locked') return new DomainError(423, 'locked');
	return actor.kind === 'anonymous'
		? new DomainError(401, 'sign-in-required')
		: new DomainError(403, 'forbidden', { action: 'route' });
}

const isForPeople = ({ url, request, isDataRequest }: RequestEvent) =>
	!url.pathname.startsWith('/api/') &&
	(isDataRequest || accepts(request, 'text/html') || isEnhanced(request));
const accepts = (request: Request, type: string) => (request.headers.get('accept') ?? '').includes(type);
const isEnhanced = (request: Request) => request.headers.has('x-sveltekit-action');

/** A refusal before any page ran, in the form that its reader expects. */
async function refuse(event: RequestEvent, refusal: DomainError): Promise<Response> {
	const { status, code, params } = refusal;
	const { requestId } = event.locals;
	const body = { message: code, status, params, ...(code === 'unexpected' && { id: requestId }) };
	const kept = code === 'locked' ? await keepTyped(event) : null;
	if (kept) return kept;
	if (event.isDataRequest) return Response.json(body, { status });
	if (isEnhanced(event.request)) return Response.json({ type: 'error', error: body }, { status });
	if (!isForPeople(event)) return problem(refusal, requestId);
	const why = new URLSearchParams({ status: String(status), code, id: body.id ?? '' });
	const page = await event.fetch(`/refused?${why}`);
	return new Response(page.body, { status, headers: page.headers });
}

/** What a load or an endpoint threw has its own status; Kit knows only its own errors and says 500. */
async function withStatusOf(event: RequestEvent, response: Response): Promise<Response> {
	const { refusal, requestId } = event.locals;
	if (!refusal) return response;
	const { status } = refusal;
	// Kit's client takes an error in place of a page's data, and shows its page.
	if (event.isDataRequest) return refuse(event, refusal);
	if (response.status < 500) return response;
	if (!isForPeople(event)) return problem(refusal, requestId);
	if (!response.headers.has('x-sveltekit-page')) return refuse(event, refusal);
	return new Response(response.body, { status, headers: response.headers });
}

/** A browser gets a code, or an id under which the log has the rest. */
export const handleError: HandleServerError = ({ error, event, status }) => {
	if (error instanceof DomainError) {
		event.locals.refusal = error;
		return { message: error.code, status: error.status, params: error.params };
	}
	if (status < 500) return { message: status === 404 ? 'not-found' : 'invalid', status };
	logUnexpected(event, error);
	event.locals.refusal = unexpected();
	return { message: 'unexpected', status, id: event.locals.requestId };
};

const unexpected = () => new DomainError(500, 'unexpected');

function logUnexpected({ locals, route, request }: RequestEvent, err: unknown): void {
	locals.log?.error({ err, id: locals.requestId, route: route.id, method: request.method }, 'unexpected');
}

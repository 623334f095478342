/** better-auth, for staff alone: its password and second-factor steps, on our tables and through our gate. */
import { betterAuth } from 'better-auth/minimal';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
import { twoFactor } from 'better-auth/plugins/two-factor';
import type { BetterAuthOptions, DBAdapter } from 'better-auth';
import { and, eq, isNotNull } from 'drizzle-orm';
import { now } from '../clock.ts';
import { deriveKey, type Config } from '../config.ts';
import { isPostgres } from '../db/dialect.ts';
import type { Db } from '../db/open.ts';
import { accounts, logins, staff, twoFactors, verifications } from '../db/schema/index.ts';
import { newId } from '../ids.ts';
import { hashPassword, isPassword, passwordLength } from './passwords.ts';
import { hashToken, newToken } from './tokens.ts';

/** Absolute life of a login, in seconds. */
export const loginAge = 12 * 3600;
/** Seconds from password to second factor. */
const challengeAge = 600;

/** Names of the cookies; `__Host-` binds them to this host and https. */
export function cookieNames(secure: boolean) {
	const prefix = secure ? '__Host-' : '';
	return { login: `${prefix}login`, challenge: `${prefix}challenge`, card: `${prefix}card` };
}

export type StaffAuth = {
	db: Db;
	/** Asks one of better-auth's own endpoints. Never throws for what a person did wrong. */
	ask(path: string, body: object, from: { cookie?: string; address: string }): Promise<Answer>;
	/** Who is between password and second factor, by the challenge in their cookie. */
	challenged(cookie: string | undefined): Promise<string | null>;
	encrypt(text: string): Promise<string>;
	decrypt(text: string): Promise<string>;
	cookies: ReturnType<typeof cookieNames>;
};
/** `code` is better-auth's word for what went wrong; the cookies are raw `Set-Cookie` lines. */
export type Answer = { ok: boolean; code: string; cookies: string[] };

export function createStaffAuth(db: Db, config: Pick<Config, 'origin' | 'secure' | 'secret'>): StaffAuth {
	const cookies = cookieNames(config.secure);
	const auth = betterAuth(optionsFor(db, config, cookies));
	const key = async () => (await auth.$context).secretConfig;
	return {
		db,
		cookies,
		ask: (path, body, from) => ask(auth, config.origin, path, body, from),
		async challenged(cookie) {
			if (!cookie) return null;
			const identifier = cookie.slice(0, cookie.lastIndexOf('.'));
			const found = await (await auth.$context).internalAdapter.findVerificationValue(identifier);
			return found && found.expiresAt > new Date() ? found.value : null;
		},
		encrypt: async (data) => symmetricEncrypt({ key: await key(), data }),
		decrypt: async (data) => symmetricDecrypt({ key: await key(), data })
	};
}

type Cookies = ReturnType<typeof cookieNames>;
const noRetry = { type: 'string', required: false, input: false } as const;

function optionsFor(db: Db, config: Pick<Config, 'origin' | 'secure' | 'secret'>, cookies: Cookies) {
	const schema = { staff, logins, accounts, verifications, twoFactors };
	const provider = isPostgres ? 'pg' : 'sqlite';
	return {
		appName: 'Groundwork',
		baseURL: config.origin,
		secret: deriveKey(config.secret, 'staff').toString('base64'),
		// Not in one transaction: the password would be hashed inside it, and everybody else's writes would wait.
		database: (options: BetterAuthOptions) =>
			hashingTokens(drizzleAdapter(gated(db), { provider, schema, transaction: false })(options)),
		user: { modelName: 'staff' },
		account: { modelName: 'accounts' },
		verification: { modelName: 'verifications', storeIdentifier: 'hashed' },
		session: {
			modelName: 'logins',
			expiresIn: loginAge,
			disableSessionRefresh: true,
			additionalFields: { verifiedAt: noRetry, lastSeenAt: noRetry }
		},
		emailAndPassword: {
			enabled: true,
			disableSignUp: true,
			minPasswordLength: passwordLength.least,
			maxPasswordLength: passwordLength.most,
			password: { hash: hashPassword, verify: ({ hash, password }) => isPassword(hash, password) }
		},
		plugins: [
			// Our own limits count per account, for password and code alike.
			twoFactor({
				twoFactorTable: 'twoFactors',
				twoFactorCookieMaxAge: challengeAge,
				accountLockout: { enabled: false }
			})
		],
		databaseHooks: {
			session: { create: { before: (session, context) => newLogin(db, session, context?.path) } }
		},
		rateLimit: { enabled: false },
		telemetry: { enabled: false },
		logger: { disabled: true },
		onAPIError: { throw: true },
		advanced: {
			database: { generateId: () => newId() },
			useSecureCookies: false,
			defaultCookieAttributes: { secure: config.secure, httpOnly: true, sameSite: 'lax', path: '/' },
			cookies: { session_token: { name: cookies.login }, two_factor: { name: cookies.challenge } }
		}
	} satisfies BetterAuthOptions;
}

const secondFactor = ['/two-factor/verify-totp', '/two-factor/verify-backup-code'];

/** Every login gets a token of 256 bits; only the second factor verifies it; the suspended get none. */
async function newLogin(db: Db, session: { userId: string }, path: string | undefined) {
	const suspended = and(eq(staff.id, session.userId), isNotNull(staff.suspendedAt));
	const [stopped] = await db.read.select().from(staff).where(suspended);
	if (stopped) return false;
	const verifiedAt = path && secondFactor.includes(path) ? now() : null;
	return { data: { token: newToken(), lastSeenAt: now(), verifiedAt } };
}

type Chain = Record<string, (...given: unknown[]) => Promise<unknown>>;

/** A handle for better-auth whose every write goes through `db.write`: it replays the chain there (recipes 3). */
function gated(db: Db) {
	const deferred =
		(verb: 'insert' | 'update' | 'delete') =>
		(...first: unknown[]) => {
			const steps: [string, unknown[]][] = [[verb, first]];
			const run = () =>
				db.write(
					async (tx) =>
						await steps.reduce<unknown>((query, [method, given]) => (query as Chain)[method](...given), tx)
				);
			const chain: object = new Proxy(
				{},
				{
					get: (_, method: string) =>
						method === 'then'
							? (ok: never, failed: never) => run().then(ok, failed)
							: (...given: unknown[]) => (steps.push([method, given]), chain)
				}
			);
			return chain;
		};
	return {
		select: db.read.select.bind(db.read),
		insert: deferred('insert'),
		update: deferred('update'),
		delete: deferred('delete')
	};
}

type Where = { field: string; value: unknown }[];
type Call = {
	model: string;
	where?: Where;
	data?: Record<string, unknown>;
	update?: Record<string, unknown>;
};
const calls = [
	'create',
	'findOne',
	'findMany',
	'update',
	'updateMany',
	'delete',
	'deleteMany',
	'count',
	'consumeOne'
] as const;

/** Keeps only hashes of login tokens: better-auth goes on seeing the tokens, the database never does (security R5). */
function hashingTokens<A extends DBAdapter>(adapter: A): A {
	const hashed = (value: unknown): unknown =>
		Array.isArray(value) ? value.map(hashed) : typeof value === 'string' ? hashToken(value) : value;
	const wrap = (call: (given: Call) => Promise<unknown>) => async (given: Call) => {
		if (given.model !== 'session') return call(given);
		const token = given.data?.token ?? given.where?.find((clause) => clause.field === 'token')?.value;
		const where = given.where?.map((each) =>
			each.field === 'token' ? { ...each, value: hashed(each.value) } : each
		);
		const data = given.data?.token ? { ...given.data, token: hashed(given.data.token) } : given.data;
		const result = await call({ ...given, ...(where && { where }), ...(data && { data }) });
		const isLogin = typeof result === 'object' && result !== null && 'token' in result;
		return isLogin && typeof token === 'string' ? { ...result, token } : result;
	};
	const known = adapter as unknown as Record<string, (given: Call) => Promise<unknown>>;
	const wrapped = Object.fromEntries(
		calls.filter((name) => name in known).map((name) => [name, wrap(known[name])])
	);
	const whole = { ...adapter, ...wrapped };
	return { ...whole, transaction: <R>(work: (tx: unknown) => Promise<R>) => work(whole) } as unknown as A;
}

type Handler = { handler(request: Request): Promise<Response> };

async function ask(
	auth: Handler,
	origin: string,
	path: string,
	body: object,
	from: { cookie?: string; address: string }
): Promise<Answer> {
	const headers = new Headers({
		'content-type': 'application/json',
		origin,
		'x-forwarded-for': from.address
	});
	if (from.cookie) headers.set('cookie', from.cookie);
	const url = `${origin}/api/auth${path}`;
	try {
		const response = await auth.handler(
			new Request(url, { method: 'POST', headers, body: JSON.stringify(body) })
		);
		const said = (await response.json().catch(() => null)) as { code?: string } | null;
		return { ok: response.ok, code: said?.code ?? '', cookies: response.headers.getSetCookie() };
	} catch (error) {
		const { statusCode, body: said } = error as { statusCode?: number; body?: { code?: string } };
		if (statusCode === undefined || statusCode >= 500) throw error;
		return { ok: false, code: said?.code ?? '', cookies: [] };
	}
}

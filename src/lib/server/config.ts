/** The environment as typed settings, or a clear refusal to start: one line for each fault. */
import { hkdfSync } from 'node:crypto';
import { z } from 'zod';

export class ConfigError extends Error {
	readonly faults: string[];

	constructor(faults: string[]) {
		super(faults.join('\n'));
		this.name = 'ConfigError';
		this.faults = faults;
	}
}

const loopback = ['127.0.0.1', '::1', 'localhost'];
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The shortest secret that we take, in characters. */
export const secretLength = 32;

const Settings = z.object({
	DATABASE_URL: z
		.string()
		.regex(/^(file:.+|postgres(ql)?:\/\/.+)$/)
		.default('file:data/groundwork.db'),
	PORT: z.coerce.number().int().min(1).max(65535).default(3000),
	HOST: z.string().min(1).default('127.0.0.1'),
	ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
	GROUNDWORK_SECRET: z.string().min(secretLength),
	LOG_LEVEL: z.enum(levels).default('info'),
	GROUNDWORK_DEMO: z.enum(['0', '1', 'true', 'false']).default('0')
});

const remedies: Record<keyof z.infer<typeof Settings>, string> = {
	DATABASE_URL: 'write file:data/groundwork.db or postgres://user:password@host/database',
	PORT: 'write a whole number from 1 to 65535',
	HOST: 'write the address to listen on, such as 127.0.0.1',
	ORIGIN: 'write where people reach the server, such as https://groundwork.example.org',
	GROUNDWORK_SECRET: `set at least ${secretLength} random characters, kept apart from the database (openssl rand -base64 48)`,
	LOG_LEVEL: `write one of ${levels.join(', ')}`,
	GROUNDWORK_DEMO: 'write 1 or 0'
};

export type Config = {
	databaseUrl: string;
	port: number;
	host: string;
	/** Scheme, name and port, without a slash at the end. */
	origin: string;
	/** True on https: cookies are then bound to it. */
	secure: boolean;
	secret: string;
	logLevel: (typeof levels)[number];
	/** Demo program: the sign-in page has a button for each role. */
	demo: boolean;
};

/** @throws ConfigError with every fault at once. */
export function readConfig(env: Record<string, string | undefined>): Config {
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
	const parsed = Settings.safeParse(given);
	if (!parsed.success) {
		const names = [...new Set(parsed.error.issues.map((issue) => issue.path[0] as keyof typeof remedies))];
		throw new ConfigError(
			names.map((name) => `${name} is ${given[name] ? 'not valid' : 'missing'}: ${remedies[name]}`)
		);
	}
	const s = parsed.data;
	const origin = new URL(s.ORIGIN ?? `http://localhost:${s.PORT}`);
	const demo = ['1', 'true'].includes(s.GROUNDWORK_DEMO);
	const faults = faultsTogether(s, origin, demo);
	if (faults.length > 0) throw new ConfigError(faults);
	return {
		databaseUrl: s.DATABASE_URL,
		port: s.PORT,
		host: s.HOST,
		origin: origin.origin,
		secure: origin.protocol === 'https:',
		secret: s.GROUNDWORK_SECRET,
		logLevel: s.LOG_LEVEL,
		demo
	};
}

/** Settings that are right alone but not together. */
function faultsTogether(s: z.infer<typeof Settings>, origin: URL, demo: boolean): string[] {
	const faults = [];
	const local = loopback.includes(origin.hostname) || origin.hostname === '[::1]';
	if (origin.pathname !== '/' || origin.search)
		faults.push('ORIGIN is not valid: write scheme and host only, no path');
	if (origin.protocol === 'http:' && !local) {
		faults.push('ORIGIN is not valid: begin with https:// (http:// is for localhost alone)');
	}
	if (!s.ORIGIN && !loopback.includes(s.HOST)) faults.push(`ORIGIN is missing: ${remedies.ORIGIN}`);
	if (demo && !loopback.includes(s.HOST)) {
		faults.push('GROUNDWORK_DEMO is not valid: the demo signs anybody in, so HOST must be 127.0.0.1');
	}
	return faults;
}

/** Each use of the secret has a key of its own, so that none gives another away. */
export type KeyPurpose = 'cards' | 'staff' | 'feed' | 'badges';

export function deriveKey(secret: string, purpose: KeyPurpose): Buffer {
	return Buffer.from(hkdfSync('sha256', secret, 'groundwork', purpose, 32));
}

/**
 * The pepper of the cards. Taken from the environment each time, never from the database (security R1). After
 * `rotate-secret` the cards that were printed before go on with the old secret.
 */
export function pepper(): Buffer {
	const secret = process.env.GROUNDWORK_CARD_SECRET || process.env.GROUNDWORK_SECRET || '';
	if (secret.length < secretLength)
		throw new ConfigError([`GROUNDWORK_SECRET is missing: ${remedies.GROUNDWORK_SECRET}`]);
	return deriveKey(secret, 'cards');
}

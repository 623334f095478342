import { expect, test } from 'vitest';
import { deriveKey, readConfig, type ConfigError } from '../src/lib/server/config.ts';

const secret = 'x'.repeat(40);

function faultsOf(env: Record<string, string>): string[] {
	try {
		readConfig(env);
		return [];
	} catch (error) {
		return (error as ConfigError).faults;
	}
}

test('a secret is enough: the rest has defaults that stay on this machine', () => {
	expect(readConfig({ GROUNDWORK_SECRET: secret })).toEqual({
		databaseUrl: 'file:data/groundwork.db',
		port: 3000,
		host: '127.0.0.1',
		origin: 'http://localhost:3000',
		secure: false,
		secret,
		logLevel: 'info',
		demo: false
	});
});

test('every fault is told at once, one line each, with what to do, and never with the value', () => {
	const faults = faultsOf({
		PORT: '99999',
		DATABASE_URL: 'mysql://root:hunter2@db',
		LOG_LEVEL: 'loud',
		GROUNDWORK_SECRET: 'short'
	});
	expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
		'DATABASE_URL',
		'PORT',
		'GROUNDWORK_SECRET',
		'LOG_LEVEL'
	]);
	expect(faults.join()).not.toMatch(/hunter2|short(?!est)/);
	expect(faults.every((fault) => !fault.includes('\n') && fault.includes(': '))).toBe(true);
});

test('a missing secret is told apart from a short one', () => {
	expect(faultsOf({})[0]).toMatch(/^GROUNDWORK_SECRET is missing/);
	expect(faultsOf({ GROUNDWORK_SECRET: '' })[0]).toMatch(/^GROUNDWORK_SECRET is missing/);
	expect(faultsOf({ GROUNDWORK_SECRET: 'short' })[0]).toMatch(/^GROUNDWORK_SECRET is not valid/);
});

test('an address beyond this machine needs https and says so', () => {
	const env = { GROUNDWORK_SECRET: secret, HOST: '0.0.0.0' };
	expect(faultsOf(env)[0]).toMatch(/^ORIGIN is missing/);
	expect(faultsOf({ ...env, ORIGIN: 'http://groundwork.example.org' })[0]).toMatch(/https/);
	expect(faultsOf({ ...env, ORIGIN: 'https://groundwork.example.org/app' })[0]).toMatch(/no path/);
	expect(readConfig({ ...env, ORIGIN: 'https://groundwork.example.org/' })).toMatchObject({
		origin: 'https://groundwork.example.org',
		secure: true
	});
});

test('the demo, which signs anybody in, is refused on any address but this machine', () => {
	const env = { GROUNDWORK_SECRET: secret, GROUNDWORK_DEMO: '1' };
	expect(readConfig(env).demo).toBe(true);
	expect(faultsOf({ ...env, HOST: '0.0.0.0', ORIGIN: 'https://a.example' })[0]).toMatch(/^GROUNDWORK_DEMO/);
});

test('keys of different purposes differ, and the same purpose gives the same key', () => {
	expect(deriveKey(secret, 'cards')).toEqual(deriveKey(secret, 'cards'));
	expect(deriveKey(secret, 'cards')).not.toEqual(deriveKey(secret, 'staff'));
	expect(deriveKey(secret, 'cards')).toHaveLength(32);
});

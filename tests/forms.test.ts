import { z } from 'zod';
import { expect, test } from 'vitest';
import { conflict, forbidden, invalid } from '../src/lib/server/errors.ts';
import { readForm, readJson, submit } from '../src/lib/server/forms.ts';
import { problem } from '../src/lib/server/problems.ts';

const Slot = z.strictObject({ weekday: z.int().min(1).max(7), time: z.string() });
const NewThing = z.strictObject({
	name: z.string().trim().min(1).max(10),
	count: z.int().nullable().default(null),
	open: z.boolean(),
	told: z.literal(true).optional(),
	tags: z.array(z.string()).max(2).default([]),
	slots: z.array(Slot).default([]),
	password: z.string().min(5).optional()
});

const post = (fields: [string, string][]) =>
	new Request('http://x/', { method: 'POST', body: new URLSearchParams(fields) });
const json = (body: string, type = 'application/json') =>
	new Request('http://x/', { method: 'POST', body, headers: { 'content-type': type } });

test('a form is read by its schema: numbers, boxes, lists and nested names', async () => {
	const form = await readForm(
		post([
			['name', ' Ada '],
			['count', ''],
			['open', 'on'],
			['told', 'on'],
			['tags', 'a'],
			['slots.0.weekday', '2'],
			['slots.0.time', '18:00'],
			['slots.3.weekday', '4'],
			['slots.3.time', '19:00']
		]),
		NewThing
	);
	expect(form.ok && form.data).toEqual({
		name: 'Ada',
		count: null,
		open: true,
		told: true,
		tags: ['a'],
		slots: [
			{ weekday: 2, time: '18:00' },
			{ weekday: 4, time: '19:00' }
		]
	});
});

test('a form with errors comes back with what was typed and a code for each field, never with the password', async () => {
	const form = await readForm(
		post([
			['name', 'far too long a name'],
			['count', 'many'],
			['slots.0.weekday', '9'],
			['slots.0.time', '18:00'],
			['password', 'abc'],
			['extra', '1']
		]),
		NewThing
	);
	expect(form).toEqual({
		ok: false,
		code: 'invalid',
		params: {},
		values: {
			name: 'far too long a name',
			count: 'many',
			'slots.0.weekday': '9',
			'slots.0.time': '18:00',
			extra: '1'
		},
		faults: {
			name: { code: 'too-long', params: { limit: 10 } },
			count: { code: 'type' },
			'slots.0.weekday': { code: 'too-big', params: { limit: 7 } },
			password: { code: 'too-short', params: { limit: 5 } },
			extra: { code: 'unknown-field' }
		}
	});
});

test('nothing typed is told apart from something wrong', async () => {
	const form = await readForm(post([['name', '']]), NewThing);
	expect(form.ok === false && form.faults).toEqual({ name: { code: 'required' } });
});

test('a name that reaches for the machinery of objects is not followed', async () => {
	const form = await readForm(
		post([
			['name', 'a'],
			['__proto__.polluted', 'x'],
			['constructor', 'x']
		]),
		NewThing
	);
	expect(form.ok).toBe(true);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a refusal that the person can act on stands beside the form; one that they cannot is a page', async () => {
	const typed: [string, string][] = [['name', 'Ada']];
	const full = await submit(post(typed), NewThing, async () => {
		throw conflict('group.full', { most: 12 });
	});
	expect(full).toMatchObject({
		status: 409,
		data: { code: 'group.full', params: { most: 12 }, values: { name: 'Ada' } }
	});
	const denied = submit(post(typed), NewThing, async () => {
		throw forbidden('groups.create');
	});
	await expect(denied).rejects.toMatchObject({ status: 403 });
});

test('JSON with unknown keys, wrong types or no JSON at all is refused field by field', async () => {
	const reading = readJson(json('{"name":1,"open":true,"nope":2,"slots":[{"weekday":1}]}'), NewThing);
	await expect(reading).rejects.toMatchObject({
		status: 400,
		fields: {
			name: { code: 'type' },
			nope: { code: 'unknown-field' },
			'slots.0.time': { code: 'required' }
		}
	});
	await expect(readJson(json('{"name":'), NewThing)).rejects.toMatchObject({
		status: 400,
		code: 'json-unreadable'
	});
	await expect(readJson(json('{}', 'text/plain'), NewThing)).rejects.toMatchObject({ status: 415 });
});

test('a problem names each field; a surprise shows only its id', async () => {
	const told = problem(invalid({ 'slots.0.time': { code: 'required' } }));
	expect(told.headers.get('content-type')).toBe('application/problem+json');
	expect(await told.json()).toMatchObject({
		status: 400,
		code: 'invalid',
		errors: [
			{ field: 'slots.0.time', pointer: '#/slots/0/time', code: 'required', detail: 'Please fill this in.' }
		]
	});
	const surprise = await problem(new Error('select secret from vault'), 'abc').text();
	expect(surprise).not.toContain('vault');
	expect(surprise).toContain('urn:uuid:abc');
});

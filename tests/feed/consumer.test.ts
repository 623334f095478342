import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { headersOf } from '#lib/server/feed/sending.ts';
import { startConsumer, verify } from '../consumer/consumer.ts';
import { openCopy } from '../consumer/copy.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const body = JSON.stringify({
	...{ id: 'msg_1', type: 'consent.recorded', timestamp: '2026-03-04T02:10:00.000Z' },
	data: { id: 'c', type: 'consent.recorded', participant: 'p_1' }
});
const noon = new Date('2026-03-04T12:00:00.000Z');

afterEach(() => void vi.useRealTimers());
const clockOff = (minutes: number) =>
	vi.useFakeTimers({ toFake: ['Date'], now: new Date(noon.getTime() + minutes * 60_000) });
const signed = (...secrets: string[]) => headersOf('msg_1', body, secrets, noon);

describe('a signature', () => {
	test.each([-4, 0, 4])('holds with a clock that is %i minutes off', (minutes) => {
		const headers = signed(secret);
		clockOff(minutes);
		expect(new Webhook(secret).verify(body, headers)).toMatchObject({ id: 'msg_1' });
		expect(verify(body, headers, [secret])).toMatchObject({ told: { id: 'msg_1' } });
	});

	test.each([-6, 6])('does not with one that is %i minutes off', (minutes) => {
		const headers = signed(secret);
		clockOff(minutes);
		expect(() => new Webhook(secret).verify(body, headers)).toThrow(/too (old|new)/);
	});

	test.each([
		[10, 'The clock here is 10 minutes ahead of'],
		[-10, 'The clock here is 10 minutes behind']
	])('a clock that is %i minutes off is said to be the reason', (minutes, words) => {
		const headers = signed(secret);
		clockOff(minutes);
		expect(verify(body, headers, [secret])).toMatchObject({ fault: expect.stringContaining(words) });
	});

	test('does not with another secret, another id, or one byte changed', () => {
		const headers = signed(secret);
		clockOff(0);
		expect(verify(body, headers, [other])).toMatchObject({ fault: expect.stringContaining('No matching') });
		expect(verify(body.replace('p_1', 'p_2'), headers, [secret])).toHaveProperty('fault');
		expect(verify(body, { ...headers, 'webhook-id': 'msg_2' }, [secret])).toHaveProperty('fault');
	});

	test('of either secret is enough while they change', () => {
		const headers = signed(other, secret);
		clockOff(0);
		for (const own of [secret, other]) expect(verify(body, headers, [own])).toHaveProperty('told');
	});
});

function scratch() {
	const folder = mkdtempSync(join(tmpdir(), 'groundwork-copy-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'copy.db');
}

test('a webhook that comes twice is written down once; one with a false signature not at all', async () => {
	const said: string[] = [];
	const consumer = await startConsumer({
		...{ url: 'http://127.0.0.1:9', key: 'gw_none', secrets: [secret], file: scratch() },
		say: (line) => void said.push(line)
	});
	onTestFinished(() => consumer.stop());
	const send = (headers: Record<string, string>) =>
		fetch(`http://127.0.0.1:${consumer.port}/`, { method: 'POST', headers, body });
	const headers = headersOf('msg_1', body, [secret]);
	expect((await send(headers)).status).toBe(204);
	expect((await send(headers)).status).toBe(204);
	expect((await send(headersOf('msg_1', body, [other]))).status).toBe(400);
	expect(consumer.copy.webhooks()).toEqual([{ id: 'msg_1', type: 'consent.recorded', participant: 'p_1' }]);
	expect(said).toContainEqual(expect.stringContaining('refused: No matching signature'));
});

test('a page and its cursor are kept together, and a record that comes again is kept once', () => {
	const copy = openCopy(scratch());
	onTestFinished(() => copy.close());
	const record = { id: 'a', at: '2026-03-04T02:10:00.000Z' };
	copy.keep('milestones', [record, { ...record, id: 'b' }], 'n1');
	copy.keep('milestones', [record], 'n2');
	expect(copy.all('milestones').map(({ id }) => id)).toEqual(['a', 'b']);
	expect(copy.cursor('milestones')).toBe('n2');
	expect(copy.periods('milestones')).toEqual([
		{ period: '2026-03-04', count: 2, checksum: expect.stringMatching(/^[0-9a-f]{64}$/) }
	]);
	copy.forget('milestones');
	expect([copy.all('milestones'), copy.cursor('milestones')]).toEqual([[], '0']);
});

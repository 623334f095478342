import { expect, test } from 'vitest';
import { announce, closeStreams } from '#lib/server/live.ts';
import { streamOf } from '#lib/server/streams.ts';

const fatima = { id: 'f', name: 'Fatima' };
const rosa = { id: 'r', name: 'Rosa' };
let sessions = 0;
const aSession = () => `session-${++sessions}`;

/** Reads a stream's events one by one. */
function reader(response: Response) {
	const body = response.body!.getReader();
	const decoder = new TextDecoder();
	let text = '';
	return {
		async next(): Promise<string> {
			while (!text.includes('\n\n')) {
				const { value, done } = await body.read();
				if (done) return 'closed';
				text += decoder.decode(value);
			}
			const [first] = text.split('\n\n', 1);
			text = text.slice(first.length + 2);
			return first.replaceAll('\n', ' ');
		},
		async skip(count: number) {
			for (let i = 0; i < count; i++) await this.next();
		},
		leave: () => body.cancel()
	};
}
/** What each stream begins with: when to come back, a change, who else is here. */
const beginning = 3;

test('a stream begins with a change, so that whoever was cut off has missed nothing', async () => {
	const response = streamOf(aSession(), fatima);
	expect(response.headers.get('content-type')).toBe('text/event-stream');
	expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
	const events = reader(response);
	expect([await events.next(), await events.next(), await events.next()]).toEqual([
		'retry: 1000',
		'event: change data: ',
		'event: here data: []'
	]);
	await events.leave();
});

test('a change is told to those who follow that session, and to nobody else', async () => {
	const [here, there] = [aSession(), aSession()];
	const [one, other] = [reader(streamOf(here, fatima)), reader(streamOf(there, rosa))];
	await one.skip(beginning);
	await other.skip(beginning);
	announce(here);
	expect(await one.next()).toBe('event: change data: ');
	announce(there);
	expect(await other.next()).toBe('event: change data: ');
	await one.leave();
	await other.leave();
});

test('each sees who else is here, and oneself on another device never', async () => {
	const session = aSession();
	const first = reader(streamOf(session, fatima));
	await first.skip(beginning);
	const second = reader(streamOf(session, fatima));
	await second.skip(beginning);
	expect(await first.next()).toBe('event: here data: []');
	const guest = reader(streamOf(session, rosa));
	expect(await first.next()).toBe('event: here data: ["Rosa"]');
	await guest.leave();
	expect(await first.next()).toBe('event: here data: []');
	await first.leave();
	await second.leave();
});

test('whoever does not read is dropped, and holds up nobody', async () => {
	const session = aSession();
	const asleep = streamOf(session, rosa);
	const awake = reader(streamOf(session, fatima));
	await awake.skip(2);
	expect(await awake.next()).toBe('event: here data: ["Rosa"]');
	for (let i = 0; i < 60; i++) {
		announce(session);
		expect(await awake.next()).toMatch(/^event: (change|here)/);
	}
	const late = reader(asleep);
	let read = 0;
	while ((await late.next()) !== 'closed') read++;
	expect(read).toBeLessThan(60);
	await awake.leave();
});

test('when the server stops, streams end', async () => {
	const events = reader(streamOf(aSession(), fatima));
	await events.skip(beginning);
	closeStreams();
	expect(await events.next()).toBe('closed');
});

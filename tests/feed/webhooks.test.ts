import { and, asc, eq } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
	disclosures,
	milestones,
	outbox,
	webhookEndpoints,
	webhookTries
} from '#lib/server/db/schema/index.ts';
import { mark } from '#lib/server/domain/attendance.ts';
import { createRecipient, revokeConsent } from '#lib/server/domain/consents.ts';
import { appendEvent } from '#lib/server/domain/events.ts';
import { exitEnrollment } from '#lib/server/domain/people.ts';
import { pauseEnrollment } from '#lib/server/domain/pauses.ts';
import { claim } from '#lib/server/feed/claims.ts';
import { deliver } from '#lib/server/feed/deliver.ts';
import {
	createEndpoint,
	endEndpoint,
	endOfLog,
	overlap,
	rotateEndpointSecret,
	turnOff,
	turnOn
} from '#lib/server/feed/endpoints.ts';
import { taggedEnrollments } from '#lib/server/feed/enrollments.ts';
import { allowHost, removeHost } from '#lib/server/feed/hosts.ts';
import { fillOutbox } from '#lib/server/feed/outbox.ts';
import { replay, replayAll, sendTest } from '#lib/server/feed/replays.ts';
import { pauses } from '#lib/server/feed/tries.ts';
import {
	endpointPage,
	listEndpoints,
	sweepOutbox,
	webhookFigures,
	webhookTrouble
} from '#lib/server/feed/webhooks.ts';
import { newId } from '#lib/server/ids.ts';
import { system } from '#lib/server/policy.ts';
import { webhookTypes, type WebhookType } from '#lib/webhooks.ts';
import { loopback, receiver, senderTo, type Answer } from '../support/receiving.ts';
import { at, present, world, type World } from '../support/world.ts';

const host = 'hooks.example.org';

/** The world with an endpoint of case management, and a receiver that takes what is sent there. */
async function listening(answer?: Answer, types: WebhookType[] = [...webhookTypes]) {
	const here = await world();
	const { db, ada, caseManagement } = here;
	await allowHost(db, ada, { host });
	const asked = { operationId: newId(), recipientId: caseManagement.id, description: 'Their system' };
	const made = await createEndpoint(db, ada, { ...asked, url: `https://${host}/in`, types });
	const there = await receiver(answer);
	const sender = senderTo(loopback(there.port));
	return { ...here, ...there, ...made, sender, deliver: () => deliver(db, sender) };
}

const come = ({ db, fatima, tuesdaySession, andre }: World) =>
	mark(db, fatima, tuesdaySession, present(andre.id));
const parsed = (body: string) =>
	JSON.parse(body) as { id: string; type: string; data: Record<string, string> };
const messages = (db: World['db']) => db.read.select().from(outbox).orderBy(asc(outbox.id));

describe('what is told', () => {
	test('a milestone is told to the recipient who may know of it: signed, thin, under a pseudonym', async () => {
		const here = await listening();
		await here.consent(here.andre);
		await come(here);
		await here.deliver();

		const firsts = here.received.filter(({ body }) => parsed(body).type === 'milestone.awarded');
		expect(firsts).toHaveLength(1);
		for (const { headers, body, path } of here.received) {
			expect(path).toBe('/in');
			const told = new Webhook(here.secret).verify(body, headers as Record<string, string>);
			expect(Object.keys(told as object).sort()).toEqual(['data', 'id', 'timestamp', 'type']);
			expect(Object.keys(parsed(body).data).sort()).toEqual(['id', 'participant', 'type']);
			expect(headers['webhook-id']).toBe(parsed(body).id);
			expect(body).not.toMatch(/Andre|Miller|P-1001/);
			expect(body).not.toContain(here.andre.participantId);
		}
		const names = new Set(here.received.map(({ body }) => parsed(body).data.participant));
		expect([...names]).toEqual([expect.stringMatching(/^p_[\w-]{22}$/)]);
		expect((await messages(here.db)).map(({ state }) => state)).not.toContain('waiting');
	});

	test('each send is in the log of disclosures once, with its consent; what may not be known leaves no trace outside', async () => {
		const here = await listening(() => 500);
		const consent = await here.consent(here.andre);
		await come(here);
		await mark(here.db, here.fatima, here.tuesdaySession, present(here.beatriz.id));
		await here.deliver();
		at('2026-03-04T02:10:30.000Z');
		await here.deliver();

		const told = await here.db.read.select().from(disclosures).where(eq(disclosures.via, 'webhook'));
		const heard = here.received.map(({ body }) => parsed(body).id);
		expect(heard.length).toBeGreaterThan(told.length);
		expect(new Set(told.map(({ what }) => what.webhook))).toEqual(new Set(heard));
		expect(new Set(told.map(({ consentId }) => consentId))).toEqual(new Set([consent.id]));
		const dropped = (await messages(here.db)).filter(({ state }) => state === 'dropped');
		expect(dropped.map(({ participantId }) => participantId)).toContain(here.beatriz.participantId);
		expect(
			dropped.every(
				({ participantId, type }) =>
					participantId === here.beatriz.participantId || type.startsWith('enrollment')
			)
		).toBe(true);
	});

	test('a consent revoked before the sending begins stops it, also between two tries', async () => {
		const here = await listening(() => 503);
		const consent = await here.consent(here.andre);
		await come(here);
		await here.deliver();
		const before = here.received.length;
		expect(before).toBeGreaterThan(0);

		await revokeConsent(here.db, here.carl, here.andre.participantId, consent.id);
		at('2026-03-04T02:30:00.000Z');
		await here.deliver();
		expect(here.received).toHaveLength(before);
		expect(new Set((await messages(here.db)).map(({ state }) => state))).toEqual(new Set(['dropped']));
	});

	test('what may not be told of many is dropped in one go, and holds up none of what may', async () => {
		const here = await listening(undefined, ['enrollment.added']);
		const { carl, tuesdayGroup, enroll } = here;
		const people = [];
		for (let i = 0; i < 20; i++)
			people.push(await enroll(carl, tuesdayGroup.id, `P-4${100 + i}`, 'Some', `Body ${i}`));
		await here.consent(people[19], undefined, { information: ['enrollment'] });
		await here.deliver();
		expect(here.received).toHaveLength(1);
		const states = (await messages(here.db)).map(({ state }) => state);
		expect(states.filter((state) => state === 'dropped')).toHaveLength(19);
	});

	test('a pause is nobody’s business: it is told by no webhook, and comes again in no list', async () => {
		const here = await listening(undefined, ['enrollment.changed']);
		const { db, carl, andre, key } = here;
		await here.consent(andre, undefined, { information: ['enrollment'] });
		const reader = { ...key, scopes: ['enrollments'] };
		const first = (await taggedEnrollments(db, reader, { after: '0', limit: 10 })).answer!;
		expect(first.enrollments).toHaveLength(1);
		const pause = { operationId: newId(), from: '2026-03-04', backOn: '2026-04-01', reason: 'custody' };
		await pauseEnrollment(db, carl, andre.id, pause as never);
		await here.deliver();
		expect(here.received).toEqual([]);
		const later = await taggedEnrollments(db, reader, { after: first.next, limit: 10 });
		expect(later.answer!.enrollments).toEqual([]);
		await exitEnrollment(db, carl, andre.id, { operationId: newId(), reason: 'job' });
		await here.deliver();
		expect(here.received).toHaveLength(1);
	});

	test('another recipient has other pseudonyms, and hears of no consent but its own', async () => {
		const here = await listening();
		const { db, ada, andre } = here;
		const evaluator = await createRecipient(db, ada, { name: 'Evaluator', kind: 'evaluator' });
		const asked = { operationId: newId(), recipientId: evaluator.id, description: 'Study' };
		await createEndpoint(db, ada, { ...asked, url: `https://${host}/study`, types: [...webhookTypes] });
		await here.consent(andre);
		await here.consent(andre, evaluator.id);
		await come(here);
		await here.deliver();

		const namesAt = (path: string) =>
			new Set(
				here.received.filter((one) => one.path === path).map(({ body }) => parsed(body).data.participant)
			);
		const [case_, study] = [namesAt('/in'), namesAt('/study')];
		expect([case_.size, study.size]).toEqual([1, 1]);
		expect([...case_]).not.toEqual([...study]);
		for (const path of ['/in', '/study']) {
			const consents = here.received.filter(
				(one) => one.path === path && parsed(one.body).type === 'consent.recorded'
			);
			expect(consents).toHaveLength(1);
		}
	});

	test('of somebody whose consent names completing alone, nothing else is told', async () => {
		const here = await listening(undefined, ['milestone.awarded', 'milestone.voided']);
		const { db, andre } = here;
		await here.consent(andre, undefined, { information: ['completion'] });
		await come(here);
		const position = 1 + (await endOfLog(db.read));
		const id = newId();
		const { organizationId, participantId } = andre;
		const row = {
			id,
			organizationId,
			participantId,
			enrollmentId: andre.id,
			kind: 'completed',
			moduleId: ''
		};
		await db.write(async (tx) => {
			await tx
				.insert(milestones)
				.values({ ...row, voids: null, at: new Date().toISOString(), position })
				.returning();
			await appendEvent(tx, system, {
				...{ organizationId, subject: `participant:${participantId}`, kind: 'milestone.awarded' },
				data: { milestoneId: id, enrollmentId: andre.id, milestone: 'completed' }
			});
		});
		await here.deliver();
		expect(here.received.map(({ body }) => parsed(body).data.id)).toEqual([id]);
	});

	test('an endpoint of one organization, or of some kinds, hears of nothing else', async () => {
		const here = await listening(undefined, ['consent.recorded']);
		await here.consent(here.dolores);
		await here.consent(here.andre);
		await come(here);
		await here.deliver();
		expect(here.received.map(({ body }) => parsed(body).type)).toEqual([
			'consent.recorded',
			'consent.recorded'
		]);

		const { db, ada, caseManagement, harbor } = here;
		const asked = { operationId: newId(), recipientId: caseManagement.id, description: 'Harbor only' };
		const types = [...webhookTypes];
		await createEndpoint(db, ada, {
			...asked,
			url: `https://${host}/harbor`,
			types,
			organizationId: harbor.id
		});
		await here.consent(here.beatriz);
		await mark(db, here.fatima, here.tuesdaySession, present(here.beatriz.id));
		await here.deliver();
		expect(here.received.filter(({ path }) => path === '/harbor')).toEqual([]);
	});
});

describe('tries', () => {
	test('ten of them over 75 hours at least, with the same id; then it is dead', async () => {
		const here = await listening(() => 500, ['consent.recorded']);
		await here.consent(here.andre);
		let clock = Date.parse('2026-03-04T02:10:00.000Z');
		await here.deliver();
		for (const pause of pauses) {
			at(new Date(clock + pause - 1000).toISOString());
			const before = here.received.length;
			await here.deliver();
			expect(here.received).toHaveLength(before);
			clock += Math.ceil(pause * 1.1);
			at(new Date(clock).toISOString());
			await here.deliver();
			expect(here.received).toHaveLength(before + 1);
		}
		expect(here.received).toHaveLength(10);
		expect(new Set(here.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
		expect(clock - Date.parse('2026-03-04T02:10:00.000Z')).toBeGreaterThanOrEqual(75 * 3_600_000);
		const [message] = await messages(here.db);
		expect(message).toMatchObject({ state: 'dead', tries: 10 });
		const tries = await here.db.read.select().from(webhookTries).orderBy(asc(webhookTries.number));
		expect(tries.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(tries.at(-1)).toMatchObject({ status: 500, fault: 'status', nextAt: null });
	});

	test('410 turns the endpoint off; what happens then waits, and is sent once it is on again', async () => {
		let status = 410;
		const here = await listening(() => status, ['consent.recorded']);
		const endpoint = async () =>
			(await here.db.read.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, here.id)))[0];
		await here.consent(here.andre);
		await here.deliver();
		expect(await endpoint()).toMatchObject({ offWhy: 'gone' });
		await here.consent(here.beatriz);
		await here.deliver();
		expect(here.received).toHaveLength(1);

		status = 204;
		await turnOn(here.db, here.ada, here.id);
		await here.deliver();
		expect(here.received).toHaveLength(2);
		expect((await messages(here.db)).map(({ state }) => state).sort()).toEqual(['dead', 'delivered']);
	});

	test('a redirect is not followed: it is a failure like others', async () => {
		const here = await listening(
			(got, response) => {
				response.writeHead(302, { location: `https://${host}/elsewhere` }).end();
			},
			['consent.recorded']
		);
		await here.consent(here.andre);
		await here.deliver();
		expect(here.received.map(({ path }) => path)).toEqual(['/in']);
		const [tried] = await here.db.read.select().from(webhookTries).orderBy(asc(webhookTries.id));
		expect(tried).toMatchObject({ status: 302, fault: 'redirect' });
	});

	test('a receiver that cuts the connection is tried again', async () => {
		let cut = true;
		const here = await listening(
			(_, response) => {
				if (!cut) return 204;
				cut = false;
				response.destroy();
			},
			['consent.recorded']
		);
		await here.consent(here.andre);
		await here.deliver();
		at('2026-03-04T02:10:06.000Z');
		await here.deliver();
		expect(here.received).toHaveLength(2);
		expect((await messages(here.db))[0]).toMatchObject({ state: 'delivered', tries: 2 });
	});

	test('what somebody took and never finished is due again once the lease is over', async () => {
		const here = await listening(undefined, ['consent.recorded']);
		await here.consent(here.andre);
		await fillOutbox(here.db);
		const {
			claims: [taken]
		} = await claim(here.db, () => 5);
		expect(taken.message.type).toBe('consent.recorded');
		await here.deliver();
		expect(here.received).toEqual([]);
		at('2026-03-04T02:10:21.000Z');
		await here.deliver();
		expect(here.received.map(({ headers }) => headers['webhook-id'])).toEqual([taken.message.id]);
	});

	test('stopped, it gives back what is under way without counting a try', async () => {
		const ending = new AbortController();
		const here = await listening(() => ending.abort(), ['consent.recorded']);
		await here.consent(here.andre);
		await deliver(here.db, here.sender, ending.signal);
		expect(here.received).toHaveLength(1);
		expect((await messages(here.db))[0]).toMatchObject({ state: 'waiting', tries: 0, leasedUntil: null });
	});

	test('one that never answers holds up none of the others', async () => {
		const held: (() => void)[] = [];
		let quick = 0;
		// The slow one answers only when the other has heard everything.
		const here = await listening(
			(got, response) => {
				const last = got.path === '/quick' && ++quick === 13;
				if (last) for (const release of held) release();
				if (got.path === '/quick' || quick === 13) return 204;
				held.push(() => response.end());
			},
			['enrollment.added']
		);
		const { db, ada, caseManagement } = here;
		const asked = { operationId: newId(), recipientId: caseManagement.id, description: 'Another' };
		await createEndpoint(db, ada, { ...asked, url: `https://${host}/quick`, types: ['consent.recorded'] });
		await here.consent(here.andre, undefined, { information: ['milestones', 'enrollment'] });
		const { carl, tuesdayGroup, enroll } = here;
		for (let i = 0; i < 12; i++) {
			const one = await enroll(carl, tuesdayGroup.id, `P-3${100 + i}`, 'Some', `Body ${i}`);
			await here.consent(one, undefined, { information: ['milestones', 'enrollment'] });
		}
		await here.deliver();
		expect(here.received.filter(({ path }) => path === '/quick')).toHaveLength(13);
		expect(here.received.filter(({ path }) => path === '/in')).toHaveLength(12);
	});
});

describe('endpoints', () => {
	test('while a secret changes both sign; a day later only the new one does', async () => {
		const here = await listening(undefined, ['consent.recorded']);
		const { secret: fresh } = await rotateEndpointSecret(here.db, here.ada, here.id, newId());
		await here.consent(here.andre);
		await here.deliver();
		const [first] = here.received;
		const headers = first.headers as Record<string, string>;
		expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
		for (const secret of [here.secret, fresh]) new Webhook(secret).verify(first.body, headers);

		at(new Date(Date.parse('2026-03-04T02:10:00.000Z') + overlap * 3_600_000 + 1000).toISOString());
		await here.consent(here.beatriz);
		await here.deliver();
		const later = here.received[1];
		expect(() => new Webhook(here.secret).verify(later.body, later.headers as never)).toThrow(
			'No matching signature'
		);
		new Webhook(fresh).verify(later.body, later.headers as never);
	});

	test('a secret is shown once, and nowhere kept in the open', async () => {
		const here = await listening();
		const [row] = await here.db.read.select().from(webhookEndpoints).orderBy(asc(webhookEndpoints.id));
		expect(JSON.stringify(row)).not.toContain(here.secret.slice(6, 40));
		const again = { operationId: here.id, recipientId: here.caseManagement.id, description: 'Their system' };
		await expect(
			createEndpoint(here.db, here.ada, { ...again, url: `https://${host}/in`, types: [...webhookTypes] })
		).rejects.toMatchObject({ status: 409, code: 'webhook.shown' });
	});

	test('a host that is not on the list is refused, and one that is taken off it is not connected to', async () => {
		const here = await listening(undefined, ['consent.recorded']);
		const { db, ada, caseManagement } = here;
		const asked = { operationId: newId(), recipientId: caseManagement.id, description: 'Elsewhere' };
		await expect(
			createEndpoint(db, ada, { ...asked, url: 'https://other.example.org/', types: ['consent.recorded'] })
		).rejects.toMatchObject({ status: 400, fields: { url: { code: 'webhook.host' } } });

		await removeHost(db, ada, host);
		await here.consent(here.andre);
		await here.deliver();
		expect(here.received).toEqual([]);
		const refusal = { status: 409, code: 'webhook.host', params: { host } };
		await expect(turnOn(db, ada, here.id)).rejects.toMatchObject(refusal);
		await allowHost(db, ada, { host });
		await turnOn(db, ada, here.id);
		await here.deliver();
		expect(here.received).toHaveLength(1);
	});

	test('off, nothing is sent; given up, nothing ever', async () => {
		const here = await listening(undefined, ['consent.recorded']);
		await turnOff(here.db, here.ada, here.id);
		await here.consent(here.andre);
		await here.deliver();
		await endEndpoint(here.db, here.ada, here.id);
		await here.deliver();
		expect(here.received).toEqual([]);
		await expect(turnOn(here.db, here.ada, here.id)).rejects.toMatchObject({ status: 404 });
	});

	test('only the administrator makes, changes and ends them', async () => {
		const here = await listening();
		const { db, carl, id, caseManagement } = here;
		const asked = { operationId: newId(), recipientId: caseManagement.id, description: 'Mine' };
		const refused = [
			() => createEndpoint(db, carl, { ...asked, url: `https://${host}/`, types: ['consent.recorded'] }),
			() => rotateEndpointSecret(db, carl, id, newId()),
			() => turnOff(db, carl, id),
			() => turnOn(db, carl, id),
			() => endEndpoint(db, carl, id),
			() => allowHost(db, carl, { host: 'else.example.org' }),
			() => removeHost(db, carl, host)
		];
		for (const ask of refused) await expect(ask()).rejects.toMatchObject({ status: 403 });
	});
});

test('two that send at once do not send the same', async () => {
	const here = await listening(undefined, ['consent.recorded']);
	const other = await here.reopen();
	onTestFinished(() => other.close());
	for (const one of [here.andre, here.beatriz, here.dolores]) await here.consent(one);
	await Promise.all([here.deliver(), deliver(other, here.sender)]);
	const ids = here.received.map(({ headers }) => headers['webhook-id']);
	expect(ids).toHaveLength(3);
	expect(new Set(ids).size).toBe(3);
	const delivered = and(eq(outbox.state, 'delivered'), eq(outbox.tries, 1));
	expect(await here.db.read.$count(outbox, delivered)).toBe(3);
});

describe('what the administrator sees and does', () => {
	test('what was given up is counted, shown without a word about anybody, and sent again: one, or all since a day', async () => {
		let status = 500;
		const here = await listening(() => status, ['consent.recorded']);
		const { db, ada, id } = here;
		for (const one of [here.andre, here.beatriz, here.dolores]) await here.consent(one);
		let clock = Date.parse('2026-03-04T02:10:00.000Z');
		await here.deliver();
		for (const pause of pauses) {
			clock += Math.ceil(pause * 1.1);
			at(new Date(clock).toISOString());
			await here.deliver();
		}
		expect(await webhookTrouble(db.read, ada)).toEqual({ dead: 3, off: 0 });
		const page = await endpointPage(db.read, ada, id);
		expect(page.counts).toEqual({ waiting: 0, delivered: 0, dropped: 0, dead: 3 });
		expect(page.tries).toHaveLength(30);
		expect(JSON.stringify(page)).not.toMatch(/participant|secret"/);
		expect(await webhookFigures(db.read)).toContain('groundwork_webhook_messages{state="dead"} 3');

		status = 204;
		const [{ id: first }] = page.dead;
		await replay(db, ada, id, first);
		await expect(replay(db, ada, id, first)).rejects.toMatchObject({ status: 409, code: 'webhook.not-dead' });
		await here.deliver();
		expect(await replayAll(db, ada, id, { since: '2026-03-04' })).toBe(0);
		expect(await replayAll(db, ada, id, { since: '2026-03-03' })).toBe(2);
		await here.deliver();
		expect((await endpointPage(db.read, ada, id)).counts).toMatchObject({ delivered: 3, dead: 0 });
		expect(new Set(here.received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
		expect(await webhookTrouble(db.read, ada)).toEqual({ dead: 0, off: 0 });
	});

	test('a test tells about nobody, and is sent once however often it is asked for', async () => {
		const here = await listening();
		const operationId = newId();
		await sendTest(here.db, here.ada, here.id, operationId);
		await sendTest(here.db, here.ada, here.id, operationId);
		await here.deliver();
		expect(here.received.map(({ body }) => parsed(body))).toEqual([
			{
				id: expect.any(String),
				timestamp: expect.any(String),
				type: 'webhook.test',
				data: { type: 'webhook.test' }
			}
		]);
		expect(await here.db.read.$count(disclosures)).toBe(0);
	});

	test('the list names endpoints with their recipients; nobody else may see it', async () => {
		const here = await listening();
		expect(await listEndpoints(here.db.read, here.ada)).toEqual([
			expect.objectContaining({ description: 'Their system', recipient: 'Case management', takenAt: null })
		]);
		const asked = [
			() => listEndpoints(here.db.read, here.carl),
			() => endpointPage(here.db.read, here.carl, here.id),
			() => webhookTrouble(here.db.read, here.carl),
			() => sendTest(here.db, here.carl, here.id, newId()),
			() => replay(here.db, here.carl, here.id, 'msg_1'),
			() => replayAll(here.db, here.carl, here.id, { since: '2026-03-03' })
		];
		for (const ask of asked) await expect(ask()).rejects.toMatchObject({ status: 403 });
	});

	test('what was taken a month ago is thrown away; what was given up stays', async () => {
		const here = await listening(undefined, ['consent.recorded']);
		await here.consent(here.andre);
		await here.deliver();
		await sweepOutbox(here.db, '2026-03-04T02:00:00.000Z');
		expect(await here.db.read.$count(outbox)).toBe(1);
		await sweepOutbox(here.db, '2026-04-04T02:10:00.000Z');
		expect([await here.db.read.$count(outbox), await here.db.read.$count(webhookTries)]).toEqual([0, 0]);
	});
});

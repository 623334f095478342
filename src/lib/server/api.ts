/** Answers to other systems: their rate, what each answer carries, and refusals as problems. */
import { RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from './db/open.ts';
import { DomainError, notFound, tooMany } from './errors.ts';
import type { Tagged } from './feed/telling.ts';
import { noteUse } from './identity/keys.ts';
import { Limit } from './identity/limits.ts';
import type { Actor, Key } from './policy.ts';
import { problem } from './problems.ts';

/** Requests of one key in so many seconds. */
export const rate = { requests: 1200, seconds: 60 };

type Event = { request: Request; locals: { db: Db; actor: Actor; requestId: string } };

/** The whole way of a request with a key: counted, answered, or told what is wrong with it. */
export async function answered(
	{ locals: { db, actor, requestId } }: Event,
	work: (key: Key) => Promise<Response>
): Promise<Response> {
	if (actor.kind !== 'key') throw notFound();
	const taken = await takeTurn(db, actor);
	await noteUse(db, actor);
	const response = await (taken.refusal ? Promise.reject(taken.refusal) : work(actor)).catch((error) =>
		told(error, requestId)
	);
	for (const [name, value] of Object.entries(rateHeaders(taken.left))) response.headers.set(name, value);
	return response;
}

function told(error: unknown, requestId: string): Response {
	if (error instanceof DomainError) return problem(error, requestId);
	throw error;
}

type Turn = { left: RateLimiterRes; refusal?: DomainError };

async function takeTurn(db: Db, key: Key): Promise<Turn> {
	try {
		return { left: await new Limit(db, 'api', rate.requests, rate.seconds).consume(key.id) };
	} catch (refused) {
		if (!(refused instanceof RateLimiterRes)) throw refused;
		return { left: refused, refusal: tooMany('api.wait', secondsLeft(refused)) };
	}
}

const secondsLeft = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1000));

/** Of the IETF draft "RateLimit header fields for HTTP". */
const rateHeaders = (left: RateLimiterRes) => ({
	'ratelimit-policy': `"key";q=${rate.requests};w=${rate.seconds}`,
	ratelimit: `"key";r=${left.remainingPoints};t=${secondsLeft(left)}`
});

/** The answer with its tag; nothing but the tag for who showed it. */
export function tagged<A>({ tag, answer }: Tagged<A>): Response {
	const headers = { etag: tag, 'cache-control': 'no-store' };
	return answer === null ? new Response(null, { status: 304, headers }) : Response.json(answer, { headers });
}

/** What the reader has of it already, if they say so. */
export const knownTo = (request: Request) => request.headers.get('if-none-match');

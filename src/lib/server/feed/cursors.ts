/** Cursors: where a reader stands in one list, opaque to them and worth nothing to anybody else. */
import { createHash } from 'node:crypto';
import { invalid } from '../errors.ts';
import type { Key } from '../policy.ts';

/** "0": the beginning. */
export const beginning = '0';
export type Standing = { place: number; recordId: string };
const start: Standing = { place: 0, recordId: '' };

/** A place is a position of the log, of which PostgreSQL knows none beyond. */
const farthest = 2 ** 31 - 1;

/** Whose list it is: the recipient's, of one organization or of all. A key that replaces another goes on with it. */
const markOf = ({ recipientId, organizationId }: Key, list: string) =>
	createHash('sha256')
		.update([list, recipientId, organizationId ?? '*'].join('\n'))
		.digest('base64url')
		.slice(0, 12);

export const cursorOf = (key: Key, list: string, { place, recordId }: Standing): string =>
	Buffer.from([markOf(key, list), place, recordId].join(' ')).toString('base64url');

/** @throws 400 beside `after`: not one of ours, or of another recipient, organization or list */
export function standingAt(key: Key, list: string, cursor: string): Standing {
	if (cursor === beginning) return start;
	const [mark, place = '', recordId = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
	const isPlace = /^\d{1,10}$/.test(place) && Number(place) <= farthest;
	if (mark !== markOf(key, list) || !isPlace || !/^[\w.-]{1,120}$/.test(recordId))
		throw invalid({ after: { code: 'cursor' } });
	return { place: Number(place), recordId };
}

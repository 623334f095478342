/** A new GROUNDWORK_SECRET: what it protects is carried over, or ends and is said to. */
import { randomBytes } from 'node:crypto';
import { secretLength } from '#lib/server/config.ts';
import { rotateSecret } from '#lib/server/identity/rotation.ts';
import { plural, Refusal, say, type Command } from './command.ts';
import { withDatabase } from './opened.ts';

export const rotate: Command = {
	usage: '[--end-cards]',
	about: 'Replaces GROUNDWORK_SECRET. Authenticators go on; everybody signs in again. Stop the server first.',
	options: { 'end-cards': { type: 'boolean' } },
	async run({ options }) {
		const {
			GROUNDWORK_SECRET: old = '',
			GROUNDWORK_CARD_SECRET: cards = '',
			GROUNDWORK_SECRET_NEW: given
		} = process.env;
		if (old.length < secretLength)
			throw new Refusal('Set GROUNDWORK_SECRET to the secret that is in use now.');
		if (given !== undefined && given.length < secretLength) {
			throw new Refusal(
				`GROUNDWORK_SECRET_NEW is too short: ${secretLength} characters at least, or leave it out.`
			);
		}
		const endCards = options['end-cards'] === true;
		return withDatabase(async (db) => {
			// Told before anything is changed: whoever loses the new secret loses the authenticators with it.
			const fresh = given ?? randomBytes(36).toString('base64');
			if (!given) say(`The new secret: GROUNDWORK_SECRET=${fresh}`);
			const { authenticators, ended } = await rotateSecret(db, old, fresh, endCards);
			say(`${plural(authenticators, 'authenticator')} carried over. Everybody signs in again.`);
			if (endCards)
				say(
					`${plural(ended, 'card')} ended: print new ones, and leave GROUNDWORK_CARD_SECRET out from now on.`
				);
			else
				say(
					`Printed cards go on with the old secret: GROUNDWORK_CARD_SECRET=${cards || '<the secret until now>'}`
				);
			say('Start the server with these.');
			return 0;
		});
	}
};

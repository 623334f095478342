/** The first person of a deployment, who invites the others. */
import { DomainError } from '#lib/server/errors.ts';
import { inviteStaff, linkLife, NewStaff } from '#lib/server/identity/invitations.ts';
import { system } from '#lib/server/policy.ts';
import { Refusal, say, type Command } from './command.ts';
import { withDatabase } from './opened.ts';

export const admin: Command = {
	usage: 'create --name <name> --email <address>',
	about: 'Adds an administrator and prints the one-time link by which they set up their sign-in.',
	options: { name: { type: 'string' }, email: { type: 'string' } },
	arguments: [1, 1],
	async run({ arguments: [verb], options }) {
		const input = NewStaff.safeParse({ ...options, grants: [{ role: 'administrator' }] });
		if (verb !== 'create' || !input.success) {
			throw new Refusal('Say: admin create --name "Their Name" --email them@example.org');
		}
		return withDatabase(async (db) => {
			const { token, expiresAt } = await inviteStaff(db, system, input.data).catch(refuseKnown);
			say(
				`${input.data.email} sets up a password and an authenticator here, within ${linkLife.invite} hours:`
			);
			say(`${origin()}/setup/${token}`);
			say(
				`The link works once, until ${expiresAt}. Hand it over in person or by a way that nobody else reads.`
			);
			return 0;
		});
	}
};

const origin = () =>
	(process.env.ORIGIN || `http://localhost:${process.env.PORT || 3000}`).replace(/\/$/, '');

function refuseKnown(error: unknown): never {
	if (!(error instanceof DomainError) || error.fields.email?.code !== 'staff.known') throw error;
	throw new Refusal('Somebody with this address is here already.');
}

import type { Config } from '#lib/server/config.ts';
import type { Db } from '#lib/server/db/open.ts';
import type { Params } from '#lib/server/errors.ts';
import type { StaffAuth } from '#lib/server/identity/staff.ts';
import type { Jobs } from '#lib/server/jobs.ts';
import type { Log } from '#lib/server/log.ts';
import type { Actor } from '#lib/server/policy.ts';
import type { Press } from '#lib/server/print/press.ts';

declare global {
	namespace App {
		/** What a browser may know of an error: its code, and the id under which the log has the rest. */
		interface Error {
			message: string;
			status?: number;
			params?: Params;
			id?: string;
		}
		interface Locals {
			db: Db;
			actor: Actor;
			requestId: string;
			config: Config;
			auth: StaffAuth;
			jobs: Jobs;
			log: Log;
			press: Press;
			/** A load or an endpoint threw it: the response gets its status. */
			refusal?: import('#lib/server/errors.ts').DomainError;
		}
	}
}

export {};

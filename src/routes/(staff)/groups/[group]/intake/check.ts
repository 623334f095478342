/** What the page is told of the rows that were looked at. */
import type { ActionData } from './$types';

type Answer = Extract<NonNullable<ActionData>, { check: unknown }>;
export type Check = Answer['check'];
export type Checked = Check['rows'][number];
export type Refusal = {
	ok: false;
	code: string;
	params: Record<string, string | number>;
	faults: Record<string, { code: string; params?: Record<string, string | number> }>;
};

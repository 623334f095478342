import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { Db } from '#lib/server/db/open.ts';
import { findBatch, inBatch, TakenOut, takeOut } from '#lib/server/domain/incentive-batches.ts';
import { shown } from '#lib/server/domain/incentive-lists.ts';
import { byName } from '#lib/server/domain/names.ts';
import { findProgram } from '#lib/server/domain/organizations.ts';
import { logRead } from '#lib/server/domain/reads.ts';
import { checkAnswer, PayerAnswer, settleAnswer } from '#lib/server/domain/reconciliations.ts';
import { invalid } from '#lib/server/errors.ts';
import { leftOutOf } from '#lib/server/feed/payers.ts';
import { formOf, readForm, refused, submit } from '#lib/server/forms.ts';
import { newId } from '#lib/server/ids.ts';
import type { Actor } from '#lib/server/policy.ts';
import { spreadsheetOf, spreadsheetText } from '#lib/server/spreadsheets.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { draftsOf, type Draft } from './answers.ts';

const largestFile = 1024 * 1024;
const said = ['batch', 'out', 'settled'] as const;

export const load = async ({ locals: { db, actor }, params, url }) => {
	const batch = await findBatch(db.read, actor, params.batch);
	const { organizationId } = batch;
	logRead(actor, { organizationId, subject: `batch:${batch.id}`, kind: 'incentives.read' });
	const { zone } = await findProgram(db.read);
	return {
		...{ batch, zone },
		rows: (await shown(db.read, actor, await inBatch(db.read, batch.id), getLocale())).sort(byName),
		leftOut: await leftOutOf(db.read, actor, batch.id),
		said: said.find((word) => url.searchParams.has(word)) ?? null,
		count: Number(url.searchParams.get('settled') ?? 0)
	};
};

export const actions = {
	out: ({ request, params: { batch }, locals: { db, actor } }) =>
		submit(request, TakenOut, async (input) => {
			await takeOut(db, actor, batch, input);
			redirect(303, `/incentives/batches/${batch}?out`);
		}),

	check: async ({ request, params: { batch }, locals: { db, actor } }) => {
		try {
			await findBatch(db.read, actor, batch);
			const drafts = draftsOf(spreadsheetOf(await textIn(await formOf(request))));
			return { check: await checked(db, actor, batch, drafts) };
		} catch (error) {
			return refused(error);
		}
	},

	settle: async ({ request, params: { batch }, locals: { db, actor } }) => {
		const form = await readForm(request, Settling);
		if (!form.ok) return fail(400, { ...form, values: {} });
		try {
			const count = await settleAnswer(db, actor, batch, form.data);
			redirect(303, `/incentives/batches/${batch}?settled=${count}`);
		} catch (error) {
			const { status, data } = refused(error);
			const drafts = form.data.rows.map((row) => asDraft(row));
			return fail(status, { ...data, check: await checked(db, actor, batch, drafts) });
		}
	}
};

/** The lines come back as they were shown: nothing of the file was kept. */
const Settling = PayerAnswer.extend({
	rows: z.string().transform(jsonIn).pipe(PayerAnswer.shape.rows)
});

function jsonIn(text: string, context: z.RefinementCtx): unknown {
	try {
		return JSON.parse(text);
	} catch {
		context.addIssue('json-unreadable');
		return z.NEVER;
	}
}

const asDraft = (row: NonNullable<Draft['row']>): Draft => ({
	...{ line: row.line, reference: row.reference, amount: String(row.cents / 100) },
	...{ row, fault: null }
});

/** A file, or what was pasted. */
async function textIn(form: FormData): Promise<string> {
	const file = form.get('file');
	if (!(file instanceof File) || file.size === 0) return String(form.get('text') ?? '');
	if (file.size > largestFile) throw invalid({ spreadsheet: { code: 'spreadsheet.large' } }, 'spreadsheet');
	return spreadsheetText(new Uint8Array(await file.arrayBuffer()));
}

/** Each line with what is wrong with it or what was found; nothing is written. */
async function checked(db: Db, actor: Actor, batchId: string, drafts: Draft[]) {
	const rows = drafts.flatMap(({ row }) => row ?? []);
	const { found, missing } = await checkAnswer(db.read, actor, batchId, rows);
	const byLine = new Map(found.map((one) => [one.row.line, one]));
	return {
		...{ operationId: newId(), missing, sent: rows },
		matched: found.filter(({ finding }) => finding === 'matched').length,
		rows: drafts.map(({ line, reference, amount, fault }) => {
			const one = byLine.get(line);
			const of = one?.of ?? null;
			const person = of && { firstName: of.firstName, lastName: of.lastName };
			const cents = of?.incentive.cents ?? null;
			return { line, reference, amount, fault, finding: one?.finding ?? null, person, cents };
		})
	};
}
export type Checked = Awaited<ReturnType<typeof checked>>;

import { fail, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import type { Db } from '#lib/server/db/open.ts';
import { findingKey, type IntakeRow } from '#lib/server/domain/findings.ts';
import { findGroup } from '#lib/server/domain/groups.ts';
import { checkIntake, enrollIntake, Intake, isTaken, logIntakeCheck } from '#lib/server/domain/intakes.ts';
import { listSectors } from '#lib/server/domain/sectors.ts';
import { invalid } from '#lib/server/errors.ts';
import { formOf, readForm, refused } from '#lib/server/forms.ts';
import { takeLookup } from '#lib/server/identity/lookups.ts';
import { newId } from '#lib/server/ids.ts';
import { allow, type Actor } from '#lib/server/policy.ts';
import { spreadsheetOf, spreadsheetText } from '#lib/server/spreadsheets.ts';
import { draftsOf, type Draft } from './columns.ts';

const largestFile = 1024 * 1024;

export const load = async ({ locals: { db, actor }, params }) => {
	const group = await findGroup(db.read, actor, params.group);
	allow(actor, 'people.create', group);
	return { group: { id: group.id, name: group.name } };
};

export const actions = {
	check: async ({ request, locals: { db, actor }, params }) => {
		try {
			allow(actor, 'people.create', await findGroup(db.read, actor, params.group));
			const { head, rows } = spreadsheetOf(await textIn(await formOf(request)));
			const { drafts, unread } = draftsOf({ head, rows }, await listSectors(db.read));
			await takeLookup(db, actor, 'spreadsheet');
			await logIntakeCheck(db, actor, params.group, drafts.length);
			return { check: await checked(db, actor, params.group, drafts), unread };
		} catch (error) {
			return refused(error);
		}
	},

	enroll: async ({ request, locals: { db, actor }, params }) => {
		const form = await readForm(request, Enrolling);
		if (!form.ok) return fail(400, { ...form, values: {} });
		const { rows, choices, as, source, override } = form.data;
		try {
			const people = await enrollIntake(db, actor, params.group, form.data);
			redirect(
				303,
				as === 'referred' ? `/referrals?intake=${people}` : `/groups/${params.group}?intake=${people}`
			);
		} catch (error) {
			const { status, data } = refused(error);
			const drafts = rows.map(({ row }) => asDraft(row as IntakeRow));
			return fail(status, {
				...data,
				check: await checked(db, actor, params.group, drafts),
				choices,
				as,
				source,
				override
			});
		}
	}
};

/** The rows come back as they were shown: nothing of the file was kept. */
const Enrolling = z.strictObject({
	operationId: z.uuid(),
	rows: z.string().transform(jsonIn).pipe(Intake.shape.rows),
	choices: Intake.shape.choices,
	as: Intake.shape.as,
	source: Intake.shape.source,
	override: Intake.shape.override
});

function jsonIn(text: string, context: z.RefinementCtx): unknown {
	try {
		return JSON.parse(text);
	} catch {
		context.addIssue('json-unreadable');
		return z.NEVER;
	}
}

/** A file, or what was pasted. */
async function textIn(form: FormData): Promise<string> {
	const file = form.get('file');
	if (!(file instanceof File) || file.size === 0) return String(form.get('text') ?? '');
	if (file.size > largestFile) throw invalid({ spreadsheet: { code: 'spreadsheet.large' } }, 'spreadsheet');
	return spreadsheetText(new Uint8Array(await file.arrayBuffer()));
}

const asDraft = (row: IntakeRow): Draft => ({
	line: row.line,
	cells: { ...row, called: row.called ?? '', sector: row.sectorId ?? '' },
	row,
	faults: null
});

/** Each row with what is wrong with it or what was found. */
async function checked(db: Db, actor: Actor, groupId: string, drafts: Draft[]) {
	const right = drafts.filter((draft) => draft.row !== null);
	const { findings, room } = await checkIntake(
		db.read,
		actor,
		groupId,
		right.map(({ row }) => row)
	);
	const found = new Map(right.map(({ line }, i) => [line, findings[i]]));
	const rows = drafts.map(({ line, cells, row, faults }) => {
		const finding = found.get(line) ?? null;
		return { line, cells, row, faults, finding, found: finding && findingKey(finding) };
	});
	return {
		operationId: newId(),
		room,
		rows,
		certain: rows.filter((one) => one.found !== null && isTaken(one.found)).length
	};
}

/** What was typed of each row, when the sheet comes back with something to put right. */
import type { SheetRow } from '#lib/server/domain/sheets.ts';
import type { Refusal } from '#lib/server/forms.ts';
import { fieldText } from '#lib/wording.ts';

export type TypedRow = {
	said: string;
	over: boolean;
	/** By lesson. */
	practices: Map<string, { said: string; fault: string }>;
	fault: string;
};
export const untyped: TypedRow = { said: '', over: false, practices: new Map(), fault: '' };

/** Rows by enrollment: their order may have changed since. */
export function typedRows(refusal: Refusal | null): Map<string, TypedRow> {
	if (!refusal) return new Map();
	const ids = Object.entries(refusal.values).flatMap(([name, value]) => {
		const place = /^rows\.(\d+)\.enrollmentId$/.exec(name)?.[1];
		return place === undefined ? [] : [[String(value), place] as const];
	});
	return new Map(ids.map(([id, place]) => [id, typedRow(refusal, `rows.${place}`)]));
}

const textOf = ({ values }: Refusal, name: string) => String(values[name] ?? '');

function typedRow(refusal: Refusal, row: string): TypedRow {
	const practices = new Map<string, { said: string; fault: string }>();
	for (let n = 0; `${row}.practices.${n}.lessonId` in refusal.values; n += 1) {
		const name = `${row}.practices.${n}`;
		practices.set(textOf(refusal, `${name}.lessonId`), {
			said: textOf(refusal, `${name}.said`),
			fault: fieldText(refusal.faults[`${name}.said`])
		});
	}
	return {
		said: textOf(refusal, `${row}.said`),
		over: textOf(refusal, `${row}.over`) !== '',
		practices,
		fault: fieldText(refusal.faults[`${row}.said`])
	};
}

export type DroppedRow = { code: string; name: string; said: string };

/** What was typed for people who are not on the list any more. */
export function droppedRows(refusal: Refusal | null, rows: readonly SheetRow[]): DroppedRow[] {
	if (!refusal) return [];
	const there = new Set(rows.map(({ enrollmentId }) => enrollmentId));
	return Object.keys(refusal.values).flatMap((name) => {
		const row = /^(rows\.\d+)\.enrollmentId$/.exec(name)?.[1];
		if (!row || there.has(textOf(refusal, name)) || !textOf(refusal, `${row}.said`)) return [];
		const [code, person, said] = ['code', 'name', 'said'].map((field) => textOf(refusal, `${row}.${field}`));
		return [{ code, name: person, said }];
	});
}

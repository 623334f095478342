/** Forms and JSON from outside: read once, checked by the verb's own schema, given back as typed when at fault. */
import { fail, type ActionFailure } from '@sveltejs/kit';
import type { z } from 'zod';
import { DomainError, invalid, type FieldFaults, type Params } from './errors.ts';

/** What was typed, by field name; a name sent more than once has all its texts. */
export type Values = Record<string, string | string[]>;
/** What a page gets back when something is to be put right: a code for the whole, one for each field at fault. */
export type Refusal = { ok: false; code: string; params: Params; values: Values; faults: FieldFaults };
export type FormRead<T> = { ok: true; data: T; values: Values } | Refusal;

/** Reads a form by the schema of its verb: "" is nothing typed, "slots.0.time" is nested, a box not ticked is false. */
export async function readForm<S extends z.ZodType>(
	request: Request,
	schema: S
): Promise<FormRead<z.output<S>>> {
	const form = await formOf(request);
	const values = valuesOf(form);
	const input = inputOf(form, schema);
	const parsed = schema.safeParse(input);
	if (parsed.success) return { ok: true, data: parsed.data, values };
	return { ok: false, code: 'invalid', params: {}, values, faults: faultsOf(parsed.error, input) };
}

/**
 * An action's whole way: reads the form, does the work, and puts what went wrong beside the form with what was typed.
 * @throws what is no refusal of this form: 403, 404, redirects, surprises.
 */
export async function submit<S extends z.ZodType, T>(
	request: Request,
	schema: S,
	work: (data: z.output<S>) => Promise<T>
): Promise<T | ActionFailure<Refusal>> {
	const form = await readForm(request, schema);
	if (!form.ok) return fail(400, form);
	try {
		return await work(form.data);
	} catch (error) {
		return refused(error, form.values);
	}
}

const besideTheForm = [400, 409, 429, 503];

/** For an action: a refusal that the person can act on goes beside the form; 403 and 404 become pages. */
export function refused(error: unknown, values: Values = {}): ActionFailure<Refusal> {
	if (!(error instanceof DomainError) || !besideTheForm.includes(error.status)) throw error;
	const { status, code, params, fields } = error;
	return fail(status, { ok: false as const, code, params, values, faults: fields });
}

/**
 * Reads a JSON body by a schema.
 * @throws 400 with each field at fault.
 */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
	const input = await jsonOf(request);
	const parsed = schema.safeParse(input);
	if (!parsed.success) throw invalid(faultsOf(parsed.error, input));
	return parsed.data;
}

/**
 * Reads a URL's query by a schema.
 * @throws 400 with each parameter at fault.
 */
export function readQuery<S extends z.ZodType>(url: URL, schema: S): z.output<S> {
	const input = Object.fromEntries(url.searchParams);
	const parsed = schema.safeParse(input);
	if (!parsed.success) throw invalid(faultsOf(parsed.error, input));
	return parsed.data;
}

async function jsonOf(request: Request): Promise<unknown> {
	if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
		throw new DomainError(415, 'json-expected');
	}
	try {
		return await request.json();
	} catch {
		throw new DomainError(400, 'json-unreadable');
	}
}

/** A form with a file in it. @throws 400 form-unreadable */
export async function formOf(request: Request): Promise<FormData> {
	try {
		return await request.formData();
	} catch {
		throw new DomainError(400, 'form-unreadable');
	}
}

/** Never given back, not even to the one who typed them. */
const secret = /password|pin$|^otp$|token/i;
export const isSecret = (name: string) => secret.test(name);

export function valuesOf(form: FormData): Values {
	const values: Values = {};
	for (const name of new Set(form.keys())) {
		if (isSecret(name) || unsafe.has(name)) continue;
		const texts = form.getAll(name).filter((value) => typeof value === 'string');
		values[name] = texts.length > 1 ? texts : (texts[0] ?? '');
	}
	return values;
}

type Schema = z.core.$ZodType;
type Def = {
	type: string;
	innerType?: Schema;
	in?: Schema;
	out?: Schema;
	element?: Schema;
	values?: unknown[];
};
const defOf = (schema: Schema) => schema._zod.def as unknown as Def;
const wrappers = ['optional', 'nullable', 'default', 'prefault', 'catch', 'readonly', 'nonoptional'];

/** The schema behind "optional", "default" and the like, and whether nothing typed means null there. */
function unwrap(
	schema: Schema | undefined,
	nullable = false
): { schema?: Schema; def?: Def; nullable: boolean } {
	if (!schema) return { nullable };
	const def = defOf(schema);
	if (wrappers.includes(def.type)) return unwrap(def.innerType, nullable || def.type === 'nullable');
	if (def.type === 'pipe') return unwrap(defOf(def.in!).type === 'transform' ? def.out : def.in, nullable);
	return { schema, def, nullable };
}

const shapeOf = (schema: Schema | undefined) =>
	unwrap(schema).def?.type === 'object'
		? (unwrap(schema).schema as unknown as { shape: Record<string, Schema> }).shape
		: undefined;

/** Names that would reach an object's own machinery. */
const unsafe = new Set(['__proto__', 'constructor', 'prototype']);
const deepest = 5;

function inputOf(form: FormData, schema: Schema): unknown {
	const texts = new Map<string, string[]>();
	for (const [name, value] of form) {
		if (typeof value !== 'string') continue;
		texts.set(name, [...(texts.get(name) ?? []), value.replaceAll('\r\n', '\n')]);
	}
	const tree: Branch = new Map();
	for (const [name, all] of texts) grow(tree, name.split('.'), all);
	return shaped(tree, schema);
}

type Branch = Map<string, Branch | string[]>;

function grow(branch: Branch, [first, ...rest]: string[], texts: string[]) {
	if (unsafe.has(first) || rest.length > deepest) return;
	if (rest.length === 0) {
		branch.set(first, texts);
		return;
	}
	const next = branch.get(first);
	const child: Branch = next instanceof Map ? next : new Map();
	branch.set(first, child);
	grow(child, rest, texts);
}

function shaped(node: Branch | string[], schema: Schema | undefined): unknown {
	if (Array.isArray(node)) return leaf(node, schema);
	const { def } = unwrap(schema);
	if (def?.type === 'array') return [...node.values()].map((child) => shaped(child, def.element));
	const shape = shapeOf(schema) ?? {};
	const object: Record<string, unknown> = {};
	for (const [name, child] of node) object[name] = shaped(child, shape[name]);
	for (const [name, field] of Object.entries(shape)) {
		const kind = unwrap(field).def?.type;
		if (!node.has(name) && kind === 'boolean') object[name] = false;
		if (!node.has(name) && kind === 'array') object[name] = [];
	}
	return object;
}

function leaf(texts: string[], schema: Schema | undefined): unknown {
	const { def, nullable } = unwrap(schema);
	if (def?.type === 'array')
		return texts.filter((text) => text !== '').map((text) => leaf([text], def.element));
	const text = texts[texts.length - 1];
	if (text === '') return nullable ? null : undefined;
	if (def?.type === 'number') return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
	if (def?.type === 'boolean' || (def?.type === 'literal' && def.values?.includes(true))) return truth(text);
	return text;
}

const truth = (text: string) =>
	['on', 'true', '1', 'yes'].includes(text) ? true : text === 'false' ? false : text;

/** What is wrong with each field, as codes. A field's own code is the message that its schema gives: `.refine(…, 'pin.easy')`. */
export function faultsOf(error: z.core.$ZodError, input: unknown): FieldFaults {
	const faults: FieldFaults = {};
	for (const issue of error.issues) {
		if (issue.code === 'unrecognized_keys') {
			for (const key of issue.keys) faults[[...issue.path, key].join('.')] ??= { code: 'unknown-field' };
		} else {
			faults[issue.path.join('.')] ??= faultOf(issue, at(input, issue.path));
		}
	}
	return faults;
}

const at = (input: unknown, path: PropertyKey[]) =>
	path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);

const formats = ['email', 'date', 'time', 'uuid', 'url'];
const ownCode = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;

function faultOf(issue: z.core.$ZodIssue, value: unknown): FieldFaults[string] {
	if (ownCode.test(issue.message)) return { code: issue.message };
	if (value === undefined || value === null) return { code: 'required' };
	if (issue.code === 'too_small') return sizeFault(issue.origin, Number(issue.minimum), 'small');
	if (issue.code === 'too_big') return sizeFault(issue.origin, Number(issue.maximum), 'big');
	if (issue.code === 'invalid_format')
		return { code: formats.includes(issue.format) ? issue.format : 'format' };
	if (issue.code === 'invalid_value') return { code: 'choice' };
	return { code: issue.code === 'invalid_type' ? 'type' : 'invalid' };
}

function sizeFault(origin: string, limit: number, size: 'small' | 'big'): FieldFaults[string] {
	if (origin === 'string' && size === 'small' && limit <= 1) return { code: 'required' };
	const words: Record<string, [string, string]> = {
		string: ['too-short', 'too-long'],
		array: ['too-few', 'too-many-items'],
		set: ['too-few', 'too-many-items']
	};
	const [small, big] = words[origin] ?? ['too-small', 'too-big'];
	return { code: size === 'small' ? small : big, params: { limit } };
}

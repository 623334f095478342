/** Reads a YAML header (or a whole YAML file) against its schema; every fault has the place of its entry. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { finding, type Finding } from './faults.ts';
import { linesOf, type Place } from './source.ts';

type Path = readonly PropertyKey[];
export type Header<T> = { data: T | null; findings: Finding[]; placeOf: (...path: (string | number)[]) => Place };

/** A lesson's text cut at its header. Lines of the header are kept empty in `body`, so places stay true. */
export function cutHeader(text: string): { yaml: string; body: string; lastLine: number } | Finding {
	const lines = linesOf(text.replace(/^\uFEFF/, ''));
	const isRule = (line: string) => /^---[ \t]*$/.test(line);
	if (!isRule(lines[0])) return finding('frontmatter.missing', { line: 1, column: 1 });
	const end = lines.findIndex((line, i) => i > 0 && isRule(line));
	if (end < 0) return finding('frontmatter.unclosed', { line: 1, column: 1 });
	return {
		yaml: lines.slice(0, end).join('\n'),
		body: '\n'.repeat(end + 1) + lines.slice(end + 1).join('\n'),
		lastLine: end + 1
	};
}

export function readHeader<S extends z.ZodType>(yaml: string, schema: S): Header<z.infer<S>> {
	const lineCounter = new LineCounter();
	const document = parseDocument(yaml, { lineCounter, prettyErrors: false });
	const placeAt = (offset: number): Place => {
		const { line, col } = lineCounter.linePos(offset);
		return { line: Math.max(line, 1), column: Math.max(col, 1) };
	};
	const placeOf = (...path: (string | number)[]) => placeAt(offsetOf(document, path));
	const broken = yamlFindings(document, placeAt);
	if (broken.length) return { data: null, findings: broken, placeOf };

	const value: unknown = document.toJS();
	const result = schema.safeParse(value);
	if (result.success) return { data: result.data, findings: [], placeOf };
	const findings = result.error.issues.flatMap((issue) => issueFindings(issue, value, document, placeAt));
	return { data: null, findings, placeOf };
}

function yamlFindings(document: Document.Parsed, placeAt: (offset: number) => Place): Finding[] {
	const findings = [...document.errors, ...document.warnings].map(({ pos, message }) =>
		finding('frontmatter.yaml', placeAt(pos[0]), { message })
	);
	if (findings.length) return findings;
	try {
		document.toJS({ maxAliasCount: 10 });
		return [];
	} catch (error) {
		return [finding('frontmatter.yaml', { line: 1, column: 1 }, { message: String((error as Error).message) })];
	}
}

/** Where the entry's key stands, or the list item; where there is none, its nearest holder. */
function offsetOf(document: Document, path: Path): number {
	for (let length = path.length; length > 0; length--) {
		const holder = nodeAt(document, path.slice(0, length - 1));
		const last = path[length - 1];
		if (isMap(holder)) {
			const pair = holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(last));
			if (isNode(pair?.key)) return pair.key.range?.[0] ?? 0;
		}
		const node = nodeAt(document, path.slice(0, length));
		if (node?.range) return node.range[0];
	}
	return 0;
}

function nodeAt(document: Document, path: Path): Node | null {
	const node: unknown = path.length ? document.getIn(path, true) : document.contents;
	return isNode(node) ? node : null;
}

function issueFindings(
	issue: z.core.$ZodIssue,
	value: unknown,
	document: Document,
	placeAt: (offset: number) => Place
): Finding[] {
	const at = (path: Path) => placeAt(offsetOf(document, path));
	if (issue.code === 'unrecognized_keys') {
		return issue.keys.map((key) =>
			finding('frontmatter.unknown', at([...issue.path, key]), { key: [...issue.path, key].join('.') })
		);
	}
	return [issueFinding(issue, valueAt(value, issue.path), at(issue.path))];
}

function issueFinding(issue: z.core.$ZodIssue, value: unknown, place: Place): Finding {
	const key = issue.path.join('.');
	const shown = typeof value === 'string' ? value : String(JSON.stringify(value));
	if (key === 'id') return finding(value === undefined ? 'id.missing' : 'id.invalid', place, { value: shown });
	if (value === undefined) return finding('frontmatter.required', place, { key });
	if (key === 'version') return finding('curriculum.version', place, { value: shown });
	if (key === 'skill.steps' && Array.isArray(value)) return finding('skill.steps', place, { count: value.length });
	switch (issue.code) {
		case 'invalid_type':
			return finding('frontmatter.type', place, { key, expected: issue.expected });
		case 'invalid_union':
			return finding('frontmatter.type', place, { key, expected: 'all-or-number' });
		case 'invalid_value':
			return finding('frontmatter.choice', place, { key, value: shown, allowed: issue.values.join(', ') });
		case 'too_small':
		case 'too_big':
			return sizeFinding(issue, key, place);
		default:
			return formatFinding(key, shown, place);
	}
}

function sizeFinding(
	issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
	key: string,
	place: Place
): Finding {
	const isNumber = issue.origin === 'number' || issue.origin === 'int';
	if (issue.code === 'too_big') {
		return finding(isNumber ? 'frontmatter.large' : 'frontmatter.long', place, { key, max: Number(issue.maximum) });
	}
	if (isNumber) return finding('frontmatter.small', place, { key, min: Number(issue.minimum) });
	return finding('frontmatter.empty', place, { key });
}

function formatFinding(key: string, value: string, place: Place): Finding {
	if (key === 'translates') return finding('frontmatter.type', place, { key, expected: 'hash' });
	if (!value.trim()) return finding('frontmatter.empty', place, { key });
	return finding('frontmatter.slug', place, { key, value });
}

function valueAt(value: unknown, path: Path): unknown {
	return path.reduce<unknown>(
		(held, key) => (held !== null && typeof held === 'object' ? (held as Record<PropertyKey, unknown>)[key] : undefined),
		value
	);
}

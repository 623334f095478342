/** Reads a YAML header (or a whole YAML file) against its schema; every fault has the place of its entry. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import { finding, type Finding } from './faults.ts';
import { issueFinding } from './issues.ts';
import { linesOf, type Place } from './source.ts';

type Path = readonly PropertyKey[];
export type Header<T> = {
	data: T | null;
	findings: Finding[];
	placeOf: (...path: (string | number)[]) => Place;
};

/** A lesson's text cut at its header. Lines of the header are kept empty in `body`, so places stay true. */
export function cutHeader(text: string): { yaml: string; body: string } | Finding {
	const lines = linesOf(text.replace(/^\uFEFF/, ''));
	const isRule = (line: string) => /^---[ \t]*$/.test(line);
	if (!isRule(lines[0])) return finding('frontmatter.missing', { line: 1, column: 1 });
	const end = lines.findIndex((line, i) => i > 0 && isRule(line));
	if (end < 0) return finding('frontmatter.unclosed', { line: 1, column: 1 });
	return {
		yaml: lines.slice(0, end).join('\n'),
		body: '\n'.repeat(end + 1) + lines.slice(end + 1).join('\n')
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

	const value: unknown = document.toJS() ?? {};
	const result = schema.safeParse(value);
	if (result.success) return { data: result.data, findings: [], placeOf };
	const findings = result.error.issues.flatMap((issue) => issueFindings(issue, value, document, placeAt));
	return { data: null, findings, placeOf };
}

function yamlFindings(document: Document.Parsed, placeAt: (offset: number) => Place): Finding[] {
	// One slip can upset every line below it.
	const findings = [...document.errors, ...document.warnings]
		.slice(0, 10)
		.map(({ pos, message }) => finding('frontmatter.yaml', placeAt(pos[0]), { message }));
	if (findings.length) return findings;
	try {
		document.toJS({ maxAliasCount: 10 });
		return [];
	} catch (error) {
		return [
			finding('frontmatter.yaml', { line: 1, column: 1 }, { message: String((error as Error).message) })
		];
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
	return nodeAt(document, [])?.range?.[0] ?? 0;
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

function valueAt(value: unknown, path: Path): unknown {
	return path.reduce<unknown>(
		(held, key) =>
			held !== null && typeof held === 'object' ? (held as Record<PropertyKey, unknown>)[key] : undefined,
		value
	);
}

/** Worksheets: one field a line, `- name: prompt`. */
import type { BlockContent, DefinitionContent, ListItem, PhrasingContent } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { startOf } from './blocks.ts';
import { finding, type Finding } from './faults.ts';
import type { Worksheet } from './outline.ts';
import { textOf } from './plain.ts';
import { slugPattern } from './schema.ts';
import type { Place } from './source.ts';

export type Field = { name: string; prompt: PhrasingContent[]; place: Place };
type Line = ListItem | BlockContent | DefinitionContent;

/** The fields of a worksheet, and what in it is none. */
export function fieldsOf(node: ContainerDirective): { fields: Field[]; others: Line[] } {
	const lines = node.children.flatMap((child): Line[] => (child.type === 'list' ? child.children : [child]));
	const fields: Field[] = [];
	const others: Line[] = [];
	for (const line of lines) {
		const field = fieldOf(line);
		if (field) fields.push(field);
		else others.push(line);
	}
	return { fields, others };
}

function fieldOf(line: Line): Field | null {
	if (line.type !== 'listItem' || line.children.length !== 1) return null;
	const [paragraph] = line.children;
	const first = paragraph.type === 'paragraph' ? paragraph.children[0] : undefined;
	if (paragraph.type !== 'paragraph' || first?.type !== 'text') return null;
	const [start, name] = /^([a-z][a-z0-9-]*):\s+/.exec(first.value) ?? [];
	if (!start || !name || !slugPattern.test(name)) return null;
	const prompt = [{ ...first, value: first.value.slice(start.length) }, ...paragraph.children.slice(1)];
	return prompt.some((node) => textOf(node).trim()) ? { name, prompt, place: startOf(line) } : null;
}

export function worksheetOf(node: ContainerDirective): Worksheet {
	const fields = fieldsOf(node).fields.map(({ name, prompt }) => ({
		name,
		prompt: prompt.map(textOf).join('')
	}));
	return { id: node.attributes?.id ?? '', fields };
}

/** Faults of one worksheet; `used` are the ids of the lesson so far. */
export function worksheetFindings(node: ContainerDirective, used: Set<string>): Finding[] {
	const id = node.attributes?.id ?? '';
	const findings: Finding[] = [];
	if (!slugPattern.test(id)) findings.push(finding('worksheet.id', startOf(node)));
	else if (used.has(id)) findings.push(finding('worksheet.duplicate', startOf(node), { id }));
	used.add(id);

	const { fields, others } = fieldsOf(node);
	const names = new Set<string>();
	for (const { name, place } of fields) {
		if (names.has(name)) findings.push(finding('worksheet.field', place, { name }));
		names.add(name);
	}
	return [...findings, ...others.map((line) => finding('worksheet.line', startOf(line)))];
}

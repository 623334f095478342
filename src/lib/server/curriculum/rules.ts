/** What a lesson must hold beyond its form: minutes, the parts of a skill lesson, safe text. */
import type { Nodes, Root } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import { visit } from 'unist-util-visit';
import { visibleTo } from './audiences.ts';
import { startOf } from './blocks.ts';
import { finding, type Finding } from './faults.ts';
import type { ActivityKind } from './outline.ts';
import type { LessonText, ParsedLesson } from './parse.ts';
import { textOf } from './plain.ts';
import { isSafeLink } from './sanitize.ts';
import { linesOf } from './source.ts';
import { listedWords } from './words.ts';
import { worksheetFindings } from './worksheets.ts';

const skillActivities: ActivityKind[] = ['model', 'role-play', 'feedback', 'plan'];

/** Every rule that one lesson's file can break by itself; `text` is the whole file. `sectors` null: not known. */
export function lessonFindings(
	lesson: ParsedLesson,
	text: string,
	language: string,
	sectors: string[] | null
): Finding[] {
	return [
		...fileFindings(text, language),
		...skillFindings(lesson),
		...(lesson.root ? contentFindings(lesson.root, sectors) : []),
		...(lesson.text ? textFindings(lesson, lesson.text) : [])
	];
}

/** Rules for any file: words that label people, characters that nobody sees. */
export function fileFindings(text: string, language: string): Finding[] {
	const control = linesOf(text).flatMap((line, i) =>
		// eslint-disable-next-line no-control-regex -- they are what is looked for
		[...line.matchAll(/[\u0000-\u0008\u000b-\u001f\u007f]/g)].map(({ 0: character, index }) => {
			const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
			return finding('text.control', { line: i + 1, column: index + 1 }, { code });
		})
	);
	return [...control, ...listedWords(text, language)];
}

function skillFindings({ header, text, placeOf, countable }: ParsedLesson): Finding[] {
	if (header?.kind !== 'skill') return [];
	const place = placeOf('kind');
	const findings = header.skill ? [] : [finding('skill.missing', place)];
	if (!countable || !text?.activities.length) return findings;
	const kinds = new Set(text.activities.map(({ kind }) => kind));
	const missing = skillActivities.filter((kind) => !kinds.has(kind));
	return [...findings, ...missing.map((kind) => finding('skill.activity', place, { kind }))];
}

function textFindings(lesson: ParsedLesson, text: LessonText): Finding[] {
	const { header, placeOf, countable } = lesson;
	const { intro, activities } = text;
	const findings: Finding[] = [];
	const first = activities[0]?.place ?? { line: 1, column: 1 };
	if (!says(visibleTo('participant', intro))) findings.push(finding('lesson.promise', first));
	if (!activities.length && countable) findings.push(finding('lesson.empty', placeOf('id')));
	for (const { title, place, nodes } of activities) {
		if (!says(nodes)) findings.push(finding('activity.empty', place, { title }));
	}
	const sum = activities.reduce((minutes, activity) => minutes + activity.minutes, 0);
	if (header?.minutes && countable && activities.length && sum !== header.minutes) {
		findings.push(finding('lesson.minutes', placeOf('minutes'), { sum, minutes: header.minutes }));
	}
	return findings;
}

const says = (nodes: Nodes[]): boolean => nodes.some((node) => textOf(node).trim() !== '');

function contentFindings(root: Root, sectors: string[] | null): Finding[] {
	const findings: Finding[] = [];
	const worksheets = new Set<string>();
	visit(root, (node, _, parent) => {
		if (node.type === 'containerDirective') {
			if (node.name === 'worksheet') findings.push(...worksheetFindings(node, worksheets));
			if (node.name === 'example') findings.push(...sectorFindings(node, sectors));
		} else findings.push(...markupFindings(node, parent?.type));
	});
	return findings;
}

function sectorFindings(node: ContainerDirective, sectors: string[] | null): Finding[] {
	const sector = node.attributes?.sector;
	if (sector == null || !sectors || sectors.includes(sector)) return [];
	return [finding('example.sector', startOf(node), { sector, allowed: sectors.join(', ') })];
}

/** A ## inside a block is told there: that block was never closed. */
function markupFindings(node: Nodes, parent: string | undefined): Finding[] {
	switch (node.type) {
		case 'html':
			return [finding('html.raw', startOf(node))];
		case 'image':
		case 'imageReference':
			return [finding('image.any', startOf(node))];
		case 'link':
		case 'definition':
			return isSafeLink(node.url) ? [] : [finding('link.scheme', startOf(node), { url: node.url })];
		case 'footnoteReference':
		case 'footnoteDefinition':
			return [finding('footnote.any', startOf(node))];
		case 'heading':
			if (node.depth > 2 || (node.depth === 2 && (parent === 'root' || parent === 'containerDirective')))
				return [];
			return [finding('heading.level', startOf(node))];
		default:
			return [];
	}
}

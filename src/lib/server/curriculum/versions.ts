/** Versions of editions: their order, the next ones, and their place in curriculum.yaml. */
import { isScalar, parseDocument } from 'yaml';
import type { EditionOutline } from './outline.ts';

type Parts = { numbers: number[]; preview: string };

function partsOf(version: string): Parts {
	const [core, ...preview] = version.split('-');
	return { numbers: core.split('.').map(Number), preview: preview.join('-') };
}

/** Negative when `a` comes before `b`. A preview ("1.0.0-rc.1") comes before what it is a preview of. */
export function compareVersions(a: string, b: string): number {
	const [one, other] = [partsOf(a), partsOf(b)];
	const differs = one.numbers.findIndex((number, i) => number !== other.numbers[i]);
	if (differs >= 0) return one.numbers[differs] - other.numbers[differs];
	if (!one.preview || !other.preview) return Number(!one.preview) - Number(!other.preview);
	return one.preview.localeCompare(other.preview, 'en', { numeric: true });
}

/** What comes after: with other words only (patch), or with another structure (minor). */
export function nextVersion(version: string, step: 'patch' | 'minor'): string {
	const { numbers, preview } = partsOf(version);
	const [major, minor, patch] = numbers;
	if (step === 'minor') return `${major}.${minor + 1}.0`;
	return `${major}.${minor}.${preview ? patch : patch + 1}`;
}

/** The same curriculum.yaml with another version, every other byte as it was. */
export function withVersion(manifest: string, version: string): string {
	const node = parseDocument(manifest).get('version', true);
	if (!isScalar(node) || !node.range) return manifest;
	const [start, end] = node.range;
	return manifest.slice(0, start) + version + manifest.slice(end);
}

/** The same translation as one of another English text, every other byte as it was. */
export const withTranslates = (text: string, hash: string): string =>
	text.replace(/^translates:[ \t]*\S*/m, `translates: ${hash}`);

export type StructureChange =
	| { code: 'lesson-added' | 'lesson-removed' | 'lesson-moved'; title: string }
	| { code: 'minutes'; title: string; before: number; after: number }
	| { code: 'activities' | 'worksheets' | 'practice' | 'nature'; title: string }
	| { code: 'modules' | 'completion' | 'entry' };

/** What changes for groups and for completing, beside words: these make a minor version. */
export function structureChanges(before: EditionOutline, after: EditionOutline): StructureChange[] {
	const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
	const was = new Map(before.lessons.map((lesson) => [lesson.id, lesson]));
	const is = new Set(after.lessons.map(({ id }) => id));
	const removed = before.lessons.filter(({ id }) => !is.has(id));
	const modulesOf = (outline: EditionOutline) => outline.modules.map(({ id, number }) => [id, number]);
	return [
		...after.lessons.flatMap((lesson): StructureChange[] => {
			const old = was.get(lesson.id);
			return old ? lessonChanges(old, lesson) : [{ code: 'lesson-added', title: lesson.title }];
		}),
		...removed.map(({ title }) => ({ code: 'lesson-removed' as const, title })),
		...(same(modulesOf(before), modulesOf(after)) ? [] : [{ code: 'modules' as const }]),
		...(same(before.completion, after.completion) ? [] : [{ code: 'completion' as const }]),
		...(same(before.entry, after.entry) ? [] : [{ code: 'entry' as const }])
	];
}

type Lesson = EditionOutline['lessons'][number];

function lessonChanges(before: Lesson, after: Lesson): StructureChange[] {
	const { title } = after;
	const differs = (read: (lesson: Lesson) => unknown) =>
		JSON.stringify(read(before)) !== JSON.stringify(read(after));
	const changes: StructureChange[] = [];
	if (before.number !== after.number) changes.push({ code: 'lesson-moved', title });
	if (differs(({ kind, core, targets }) => [kind, core, targets])) changes.push({ code: 'nature', title });
	if (before.minutes !== after.minutes) {
		changes.push({ code: 'minutes', title, before: before.minutes, after: after.minutes });
	}
	const shape = ({ activities }: Lesson) => activities.map(({ key, kind, minutes }) => [key, kind, minutes]);
	if (differs(shape)) changes.push({ code: 'activities', title });
	const sheets = ({ activities }: Lesson) =>
		activities.flatMap(({ worksheets }) =>
			worksheets.map(({ id, fields }) => [id, fields.map(({ name }) => name)])
		);
	if (differs(sheets)) changes.push({ code: 'worksheets', title });
	const practice = ({ practice, skill }: Lesson) => [practice?.times, skill?.steps.length];
	if (differs(practice)) changes.push({ code: 'practice', title });
	return changes;
}

/** curriculum.yaml: what the edition is, and whether what completing it takes can be had from its lessons. */
import { circlesIn } from './equivalents.ts';
import { finding, type Finding } from './faults.ts';
import { readHeader, type Header } from './header.ts';
import { baseLanguage } from './layout.ts';
import { manifest, type LessonHeader, type Manifest } from './schema.ts';
import { fileFindings } from './rules.ts';

export function readManifest(text: string): Header<Manifest> {
	const header = readHeader(text, manifest);
	header.findings.push(...fileFindings(text, baseLanguage));
	if (header.data && !header.data.languages.includes(baseLanguage)) {
		header.findings.push(finding('curriculum.languages', header.placeOf('languages')));
	}
	if (header.data) header.findings.push(...repeated(header.data, header.placeOf));
	return header;
}

type PlaceOf = Header<Manifest>['placeOf'];

function repeated(data: Manifest, placeOf: PlaceOf): Finding[] {
	const lists: [string[], string[]][] = [
		[['languages'], data.languages],
		[['sectors'], data.sectors],
		[['entry'], data.entry],
		[['completion', 'essential'], data.completion.essential],
		[['standard', 'sectors', 'modules'], data.standard.sectors?.modules ?? []],
		...data.equivalents.map(({ from }, i): [string[], string[]] => [['equivalents', String(i), 'from'], from])
	];
	return lists.flatMap(([path, values]) =>
		values.flatMap((value, i) =>
			values.indexOf(value) === i
				? []
				: [finding('frontmatter.repeated', placeOf(...path, i), { key: path.join('.'), value })]
		)
	);
}

/** Against the lessons and modules that there are; null where a header among them can't be read. */
export function manifestFindings(
	{ data, placeOf }: Header<Manifest>,
	lessons: LessonHeader[] | null,
	moduleIds: string[] | null
): Finding[] {
	if (!data) return [];
	const unknown = (ids: string[], ...path: string[]) =>
		ids.flatMap((id, i) =>
			moduleIds?.includes(id) === false ? [finding('entry.unknown', placeOf(...path, i), { id })] : []
		);
	const modules = [
		...unknown(data.entry, 'entry'),
		...unknown(data.standard.sectors?.modules ?? [], 'standard', 'sectors', 'modules')
	];
	if (!lessons) return modules;
	return [
		...modules,
		...namedLessons(data, placeOf, lessons),
		...counts(data, placeOf, lessons),
		...mappedLessons(data, placeOf, lessons)
	];
}

/**
 * Old ids on the one side, lessons that there are on the other, or ids that another line leads on from. An id that is
 * still a lesson counts as itself: ids are never reused.
 */
function mappedLessons({ equivalents }: Manifest, placeOf: PlaceOf, lessons: LessonHeader[]): Finding[] {
	const isLesson = (id: string) => lessons.some((lesson) => lesson.id === id);
	const isOrigin = (id: string) => equivalents.some(({ from }) => from.includes(id));
	const circles = new Set(circlesIn(equivalents));
	return equivalents.flatMap(({ from, to }, i) => {
		const at = (...path: (string | number)[]) => placeOf('equivalents', i, ...path);
		const isTwice = equivalents.findIndex((line) => line.to === to) < i;
		return [
			...(isLesson(to) || isOrigin(to) ? [] : [finding('equivalents.to', at('to'), { id: to })]),
			...(isTwice ? [finding('equivalents.twice', at('to'), { id: to })] : []),
			...(circles.has(to) ? [finding('equivalents.circle', at('to'), { id: to })] : []),
			...from.flatMap((id, n) => (isLesson(id) ? [finding('equivalents.from', at('from', n), { id })] : []))
		];
	});
}

function namedLessons({ completion }: Manifest, placeOf: PlaceOf, lessons: LessonHeader[]): Finding[] {
	const { plan } = completion;
	const isLesson = (id: string) => lessons.some((lesson) => lesson.id === id);
	const isCore = (id: string) => lessons.some((lesson) => lesson.id === id && lesson.core);
	const essential = completion.essential.flatMap((id, i) => {
		const place = placeOf('completion', 'essential', i);
		if (!isLesson(id)) return [finding('completion.lesson', place, { id })];
		return isCore(id) ? [] : [finding('completion.core', place, { id })];
	});
	if (plan === null || isLesson(plan)) return essential;
	return [...essential, finding('completion.lesson', placeOf('completion', 'plan'), { id: plan })];
}

function counts({ completion }: Manifest, placeOf: PlaceOf, lessons: LessonHeader[]): Finding[] {
	const { applications } = completion;
	const count = (is: (lesson: LessonHeader) => unknown) => lessons.filter(is).length;
	const rows: [path: string[], wanted: number, there: number][] = [
		[['coreLessons'], completion.coreLessons, count(({ core }) => core)],
		[
			['applications'],
			applications === 'all' ? 0 : applications,
			count(({ kind }) => kind === 'application')
		],
		[['practice', 'skills'], completion.practice.skills, count(({ practice }) => practice)],
		[['skillsShown'], completion.skillsShown, count(({ kind }) => kind === 'skill')]
	];
	return rows
		.filter(([, wanted, there]) => wanted > there)
		.map(([path, wanted, there]) => {
			const key = ['completion', ...path];
			return finding('completion.count', placeOf(...key), { key: key.join('.'), wanted, there });
		});
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { audiences } from '#lib/server/curriculum/audiences.ts';
import { checkAhead, checkCurriculum, checkLesson } from '#lib/server/curriculum/check.ts';
import { describeFault } from '#lib/server/curriculum/faults.ts';
import { readFolder } from '#lib/server/curriculum/files.ts';
import { outlineIn, type LessonKind, type LessonOutline } from '#lib/server/curriculum/outline.ts';
import { renderLesson } from '#lib/server/curriculum/render.ts';
import { hashEdition, hashText } from '#lib/server/curriculum/source.ts';
import { folder, shortEdition } from '../support/steady-ground.ts';
import { labels } from './shown.ts';
import { files, lesson, manifest, module, spanish } from './small.ts';

const example = readFileSync(new URL('./fixtures/take-a-no.md', import.meta.url), 'utf8');
const lessonPath = '1-first-steps/1-take-a-no.md';
const spanishPath = '1-first-steps/1-take-a-no.es.md';

function editionOf(changes: Record<string, string | null> = {}) {
	const { faults, edition } = checkCurriculum(files(changes));
	expect(faults.filter(({ level }) => level === 'fault')).toEqual([]);
	return edition!;
}

describe('an edition', () => {
	test('has the outline that the rest of the product works with', () => {
		expect(editionOf().outline).toMatchObject({
			curriculum: { id: 'small', title: 'Small', subtitle: 'A start' },
			version: '1.0.0',
			languages: ['en', 'es'],
			sectors: ['construction', 'clean-energy'],
			entry: ['first-steps'],
			completion: {
				coreLessons: 1,
				essential: ['take-a-no'],
				applications: 'all',
				practice: { entries: 2, skills: 1 },
				skillsShown: 1,
				plan: 'take-a-no'
			},
			modules: [{ id: 'first-steps', number: '1', title: 'First steps', lessonIds: ['take-a-no'] }],
			lessons: [
				{
					id: 'take-a-no',
					number: '1.1',
					title: 'Take a no',
					kind: 'skill',
					core: true,
					minutes: 60,
					targets: ['work'],
					moduleId: 'first-steps',
					skill: { name: 'Take a no', steps: ['Breathe.', 'Say thank you.', 'Ask one question.'] },
					practice: { task: 'Apply once.', times: 1 },
					materials: ['cards'],
					hash: hashText(lesson),
					languages: ['en', 'es']
				}
			]
		});
	});

	test('gives each activity its place and a key of its own', () => {
		const twice = lesson.replace('## See it (', '## Check in (');
		const { activities } = editionOf({ [lessonPath]: twice }).outline.lessons[0];
		const brief = activities.map(({ key, kind, minutes, position }) => [position, key, kind, minutes]);
		expect(brief).toEqual([
			[1, 'check-in', 'check-in', 5],
			[2, 'check-in-2', 'model', 10],
			[3, 'try-it', 'role-play', 25],
			[4, 'say-what-you-saw', 'feedback', 5],
			[5, 'plan', 'plan', 15]
		]);
		const fields = [
			{ name: 'place', prompt: 'Where will you try it?' },
			{ name: 'day', prompt: 'On what day?' }
		];
		expect(activities.map(({ worksheets }) => worksheets)).toEqual([
			[],
			[],
			[],
			[],
			[{ id: 'my-no', fields }]
		]);
	});

	test('survives being stored as JSON', () => {
		const { outline } = editionOf();
		expect(JSON.parse(JSON.stringify(outline))).toEqual(outline);
	});

	test('is not made from files with a fault', () => {
		const { edition } = checkCurriculum(
			files({ [lessonPath]: lesson.replace('minutes: 60', 'minutes: 61') })
		);
		expect(edition).toBeUndefined();
	});

	test('is the same when its files are checked again, ahead too, after it was rendered', async () => {
		const shown = ({ lessons, outline }: ReturnType<typeof editionOf>) => [
			outline,
			lessons.flatMap(({ texts }) =>
				Object.values(texts).flatMap((text) =>
					audiences.map((audience) => renderLesson(text, audience, labels))
				)
			)
		];
		const first = structuredClone(shown(editionOf()));
		await checkAhead(files());
		expect(shown(editionOf())).toEqual(first);
		expect(editionOf({ [lessonPath]: lesson.replace('Pairs.', 'Threes.') }).outline.lessons[0].hash).not.toBe(
			hashText(lesson)
		);
	});

	test('is in the order of numbers, not of names', () => {
		const other = (id: string) => lesson.replace('id: take-a-no', `id: ${id}`);
		const changes = { '1-first-steps/2-a.md': other('a'), '1-first-steps/10-b.md': other('b') };
		expect(editionOf(changes).outline.modules[0].lessonIds).toEqual(['take-a-no', 'a', 'b']);
		expect(editionOf(changes).outline.lessons.map(({ number }) => number)).toEqual(['1.1', '1.2', '1.10']);
	});

	test('has a hash that changes with any text or path, and not with their order or line endings', () => {
		const { hash } = editionOf();
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		expect(hashEdition(files().reverse())).toBe(hash);
		expect(hashEdition(files().map((file) => ({ ...file, text: file.text.replaceAll('\n', '\r\n') })))).toBe(
			hash
		);
		expect(editionOf({ [lessonPath]: lesson.replace('Pairs', 'Threes') }).hash).not.toBe(hash);
		expect(hashEdition(files().map((file) => ({ ...file, path: `x${file.path}` })))).not.toBe(hash);
	});
});

describe('another language', () => {
	test('has the same outline in its words, under the same ids and keys', () => {
		const { outline } = editionOf();
		const translated = outlineIn(outline, 'es');
		const [module, lesson] = [translated.modules[0], translated.lessons[0]];
		expect(module).toMatchObject({ id: 'first-steps', title: 'Primeros pasos' });
		expect(lesson).toMatchObject({
			id: 'take-a-no',
			title: 'Recibir un no',
			minutes: 60,
			skill: { steps: ['Respire.', 'Dé las gracias.', 'Haga una pregunta.'] },
			practice: { task: 'Solicite una vez.', times: 1 },
			materials: ['tarjetas']
		});
		expect(lesson.activities[4]).toMatchObject({ key: 'plan', kind: 'plan', minutes: 15, position: 5 });
		expect(lesson.activities[4].worksheets[0].fields[1]).toEqual({ name: 'day', prompt: '¿Qué día?' });
	});

	test('falls back to English lesson by lesson', () => {
		const { outline } = editionOf({ [spanishPath]: null });
		expect(outline.lessons[0].languages).toEqual(['en']);
		expect(outlineIn(outline, 'es').lessons[0].title).toBe('Take a no');
		expect(outlineIn(outline, 'es').modules[0].title).toBe('Primeros pasos');
	});

	test('renders under the English keys', () => {
		const { texts } = editionOf().lessons[0];
		const { activities } = renderLesson(texts.es, 'participant', labels);
		expect(activities.map(({ key }) => key)).toEqual([
			'check-in',
			'see-it',
			'try-it',
			'say-what-you-saw',
			'plan'
		]);
		expect(activities[2].html).toBe('<p>En parejas. Cambien a los tres minutos.</p>');
	});

	test('that is behind is told, and still published', () => {
		const changed = lesson.replace('Pairs.', 'Threes.');
		const { faults, edition } = checkCurriculum(files({ [lessonPath]: changed }));
		const params = { hash: hashText(changed) };
		expect(faults).toMatchObject([
			{ file: spanishPath, line: 3, code: 'translation.behind', level: 'warning', params }
		]);
		expect(edition!.outline.lessons[0].translations.es.behind).toBe(true);
		expect(editionOf().outline.lessons[0].translations.es.behind).toBe(false);
	});

	test('needs no more of the header than what is said in it', () => {
		expect(spanish).not.toMatch(/^(kind|core|minutes|targets):/m);
		expect(
			editionOf({ [spanishPath]: spanish.replace('title:', 'minutes: 60\ncore: true\ntitle:') })
		).toBeDefined();
	});
});

describe('a lesson while it is being written', () => {
	test('the example lesson of the design has no fault', () => {
		const sectors = ['transport-logistics', 'health-care', 'hospitality'];
		expect(
			checkLesson({ path: '5-getting-hired/3-take-a-no.md', text: example }, 'en', sectors).faults
		).toEqual([]);
	});

	test('is checked without the rest of the curriculum', () => {
		const text = lesson.replace('(model, 10 min)', '(model, 12 min)').replace('construction', 'mining');
		const { faults, parsed } = checkLesson({ path: lessonPath, text });
		expect(faults.map(({ code }) => code)).toEqual(['lesson.minutes']);
		expect(parsed.text!.activities[1].minutes).toBe(12);
	});

	test('can be shown even where its header is broken', () => {
		const { parsed } = checkLesson({ path: lessonPath, text: lesson.replace('kind: skill', 'kind: [') });
		expect(parsed.header).toBeNull();
		expect(renderLesson(parsed.text!, 'participant', labels).intro).toBe('<p>You learn to take a no.</p>');
	});

	test.each(['\r\n', '\r'])('has the same lines with %j at their end', (ending) => {
		const text = lesson.replace('(model,', '(drill,').replaceAll('\n', ending);
		const { faults } = checkLesson({ path: lessonPath, text });
		expect(faults).toMatchObject([{ line: 25, column: 1, code: 'activity.kind' }]);
	});

	test('may begin with a byte order mark', () => {
		expect(checkLesson({ path: lessonPath, text: `\uFEFF${lesson}` }).faults).toEqual([]);
	});
});

describe('the curriculum that ships', async () => {
	const { faults, edition } = checkCurriculum(await readFolder(folder));

	test('has no fault, nor a translation that is behind', () => {
		const told = faults.map(
			(fault) => `${fault.file}:${fault.line}:${fault.column} ${describeFault(fault, 'en').problem}`
		);
		expect(told).toEqual([]);
	});

	test('has the whole outline: 37 lessons in eight modules, a welcome and four boosters, each in both languages', () => {
		const { modules, lessons, version, languages } = edition!.outline;
		const count = (is: (lesson: LessonOutline) => boolean) => lessons.filter(is).length;
		const ofKind = (kind: LessonKind) => count((lesson) => lesson.core && lesson.kind === kind);
		expect([version, languages]).toEqual(['1.0.0', ['en', 'es']]);
		expect(modules.map(({ number }) => number)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
		expect([ofKind('skill'), ofKind('thinking'), ofKind('application')]).toEqual([13, 12, 5]);
		const isTaught = ({ kind }: LessonOutline) => kind !== 'orientation' && kind !== 'booster';
		expect(count((lesson) => isTaught(lesson) && !lesson.core)).toBe(7);
		expect(count(isTaught)).toBe(37);
		expect(count(({ kind }) => kind === 'orientation')).toBe(1);
		expect(count(({ kind }) => kind === 'booster')).toBe(4);
		expect(new Set(lessons.map((lesson) => lesson.languages.join()))).toEqual(new Set(['en,es']));
	});

	test('asks for what can be had from it', () => {
		expect(edition!.outline.completion).toEqual({
			coreLessons: 26,
			essential: [
				...['map-the-chain', 'my-risky-spots', 'thoughts-that-trip-me', 'trade-the-thought'],
				...['stop-size-up-name-it', 'options-and-outcomes', 'plan-do-check']
			],
			applications: 'all',
			practice: { entries: 18, skills: 10 },
			skillsShown: 10,
			plan: 'my-work-plan'
		});
	});

	test('has a short edition for tests, made of its own files', async () => {
		const short = checkCurriculum(await shortEdition());
		expect(short.faults).toEqual([]);
		expect(short.edition!.outline.lessons.map(({ id }) => id)).toEqual(
			edition!.outline.lessons.filter(({ number }) => /^[12]\./.test(number)).map(({ id }) => id)
		);
		expect(short.edition!.outline).toMatchObject({ version: '0.1.0', languages: ['en'] });
	});
});

test('the small curriculum is what the other tests take it for', () => {
	expect(manifest).toContain('languages: [en, es]');
	expect(module).toContain('## Purpose');
});

import { expect, test } from 'vitest';
import { checkCurriculum } from '#lib/server/curriculum/check.ts';
import {
	compareVersions,
	nextVersion,
	structureChanges,
	withVersion
} from '#lib/server/curriculum/versions.ts';
import { smallCurriculum } from '../support/curriculum.ts';

test('versions are ordered by their numbers, a preview before what it is a preview of', () => {
	const inOrder = [
		'0.9.10',
		'1.0.0-beta.2',
		'1.0.0-beta.11',
		'1.0.0-rc.1',
		'1.0.0',
		'1.0.1',
		'1.2.0',
		'1.10.0',
		'2.0.0'
	];
	expect([...inOrder].reverse().sort(compareVersions)).toEqual(inOrder);
	expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
});

test('the next version is a patch or a minor one; a preview is followed by what it announced', () => {
	expect(nextVersion('0.1.9', 'patch')).toBe('0.1.10');
	expect(nextVersion('0.1.9', 'minor')).toBe('0.2.0');
	expect(nextVersion('1.0.0-rc.1', 'patch')).toBe('1.0.0');
});

test('a version is written in its place, with comments, quotes and line ends as they were', () => {
	const text = 'title: "version: 9.9.9"\r\n# version: 0.0.1\r\nversion:   0.1.0   # first\r\nentry: [a]\r\n';
	expect(withVersion(text, '0.2.0')).toBe(text.replace('0.1.0', '0.2.0'));
	expect(withVersion("version: '0.1.0'\n", '0.2.0')).toBe('version: 0.2.0\n');
	expect(withVersion('{id: a, version: 0.1.0, b: c}', '1.0.0-rc.1')).toBe(
		'{id: a, version: 1.0.0-rc.1, b: c}'
	);
	expect(withVersion('id: a\n', '0.2.0')).toBe('id: a\n');
});

const lesson = '1-first-part/1-lesson-one.md';
const outlineOf = (change: (text: string) => string = (text) => text, path = lesson) => {
	const files = smallCurriculum().map((file) =>
		file.path === path ? { path, text: change(file.text) } : file
	);
	const { edition, faults } = checkCurriculum(files);
	expect(faults).toEqual([]);
	return edition!.outline;
};
const changes = (change: (text: string) => string, path?: string) =>
	structureChanges(outlineOf(), outlineOf(change, path));

test('other words change nothing for groups', () => {
	expect(
		changes((text) =>
			text.replace('Say your name.', 'Say a name.').replace('title: Try one', 'title: Try it')
		)
	).toEqual([]);
});

test('minutes, activities, worksheets, practice, kind, rule and order are told, each with its lesson', () => {
	const title = 'Try one';
	expect(
		changes((text) => text.replace('minutes: 90', 'minutes: 95').replace('(plan, 5 min)', '(plan, 10 min)'))
	).toEqual([
		{ code: 'minutes', title, before: 90, after: 95 },
		{ code: 'activities', title }
	]);
	expect(changes((text) => text.replace('- when: When', '- day: When'))).toEqual([
		{ code: 'worksheets', title }
	]);
	expect(changes((text) => text.replace('times: 1', 'times: 2'))).toEqual([{ code: 'practice', title }]);
	expect(changes((text) => text.replace('targets: [work]', 'targets: [thinking]'))).toEqual([
		{ code: 'nature', title }
	]);
	expect(changes((text) => text.replace('coreLessons: 5', 'coreLessons: 4'), 'curriculum.yaml')).toEqual([
		{ code: 'completion' }
	]);
	expect(changes((text) => text.replace('[first-part]', '[second-part]'), 'curriculum.yaml')).toEqual([
		{ code: 'entry' }
	]);
});

test('a lesson under another id is one removed and one added', () => {
	const after = outlineOf((text) => text.replace('id: lesson-one', 'id: lesson-uno'));
	expect(structureChanges(outlineOf(), after).map(({ code }) => code)).toEqual([
		'lesson-added',
		'lesson-removed'
	]);
});

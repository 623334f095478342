import { expect, test } from 'vitest';
import { checkCurriculum } from '#lib/server/curriculum/check.ts';
import { readFolder } from '#lib/server/curriculum/files.ts';

test('the coming edition has no fault: what is published, with what is written on top of it', async () => {
	const published = await readFolder('curriculum/steady-ground');
	const written = await readFolder('curriculum/steady-ground-next');
	const files = new Map([...published, ...written].map((file) => [file.path, file]));

	const { faults, edition } = checkCurriculum([...files.values()]);

	expect(faults).toEqual([]);
	expect(edition!.outline.lessons.filter((lesson) => lesson.core)).toHaveLength(30);
});

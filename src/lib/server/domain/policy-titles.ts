/** Titles of the lessons and modules that policies may name: of all editions in use, the newest one's words first. */
import { outlineIn } from '../curriculum/outline.ts';
import type { Read } from '../db/open.ts';
import { editionsInUse } from './policies.ts';

export async function titlesIn(read: Read, language: string) {
	const editions = (await editionsInUse(read)).map((edition) => outlineIn(edition, language)).reverse();
	return {
		lessons: Object.fromEntries(
			editions.flatMap(({ lessons }) => lessons.map(({ id, number, title }) => [id, `${number} ${title}`]))
		),
		modules: Object.fromEntries(
			editions.flatMap(({ modules }) => modules.map(({ id, number, title }) => [id, `${number} ${title}`]))
		)
	};
}

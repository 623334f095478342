/** Attachments: data that somebody takes along, as a file of its own. */
import type { PersonFile } from './domain/files.ts';

/** Its name says nothing of a program: it lies around on a phone. */
export const fileResponse = (file: PersonFile): Response =>
	new Response(JSON.stringify(file, null, '\t'), {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': `attachment; filename="my-file-${file.madeAt.slice(0, 10)}.json"`
		}
	});

/** The curriculum on paper, as the running server gives it: a page to print and a PDF that says the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { readPdf } from '../support/pdf.ts';
import { firstMissing, textsIn } from '../support/wordings.ts';
import { people, type ActorName } from './actors.ts';
import { serve } from './built.ts';

const secret = 'the secret of the papers, long enough';
let world: Awaited<ReturnType<typeof people>>;
let server: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
	process.env.GROUNDWORK_SECRET = secret;
	const { db, url } = await freshDatabase();
	world = await people(db);
	server = await serve(url, secret);
});
afterAll(() => server?.stop());

async function get(path: string, who: ActorName = 'facilitator', headers: Record<string, string> = {}) {
	return fetch(server.origin + path, {
		redirect: 'manual',
		headers: { accept: 'text/html', ...world.headers[who], ...headers }
	});
}
async function pdfOf(path: string, who?: ActorName) {
	const response = await get(path, who);
	expect(response.headers.get('content-type'), path).toBe('application/pdf');
	return new Uint8Array(await response.arrayBuffer());
}
/**
 * What stands in the page's main part, without the stamp at its end, which the PDF has at the foot of each sheet, and
 * the title of cards, which no card has.
 */
function paperIn(html: string): string {
	const main = /<main[\s\S]*<\/main>/.exec(html)![0];
	return main.replace(/<div class="stamp[\s\S]*$/, '').replace(/<h1 class="visually-hidden[^<]*<\/h1>/, '');
}

describe('a page and its PDF', () => {
	test.each([
		['/print/guide/lesson-one', '?start=18:00'],
		['/print/guide/first-part', ''],
		['/print/workbook/lesson-one', ''],
		['/print/handout/lesson-two', '?language=es'],
		['/print/cards/first-part', '?backs=none']
	])('say the same in the same order: %s%s', async (path, query) => {
		const html = await (await get(path + query)).text();
		const { pages, info } = await readPdf(await pdfOf(`${path}/pdf${query}`));
		const texts = textsIn(paperIn(html));
		expect(texts.length).toBeGreaterThan(8);
		expect(firstMissing(texts, pages.join(' ').replace(/[•‣–]/g, ' '))).toBeNull();
		expect(html).toContain(`<title>${info.Title!.replaceAll('&', '&amp;')}`);
	});

	test('are in the language that is asked for, whatever the reader has chosen', async () => {
		const spanish = await (await get('/print/guide/lesson-one?language=es')).text();
		expect(spanish).toContain('<main id="main" tabindex="-1" lang="es"');
		const { info } = await readPdf(await pdfOf('/print/guide/lesson-one/pdf?language=es'));
		expect(info.Language).toBe('es');
	});
});

test('a PDF is saved under a name that tells what it is, and kept by nobody on the way', async () => {
	const { headers } = await get('/print/workbook/lesson-one/pdf?language=en');
	expect(headers.get('content-disposition')).toBe(
		'attachment; filename="small-steps-1.0.0-lesson-one-workbook-en.pdf"'
	);
	expect(headers.get('cache-control')).toContain('no-store');
});

test('the page runs nothing but the script of its own button', async () => {
	const html = await (await get('/print/workbook/lesson-one')).text();
	expect([...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual([
		'<script src="/print.js" defer="">'
	]);
	expect((await get('/print.js')).status).toBe(200);
	expect(html).toMatch(/<button[^>]*hidden[^>]*data-print|<button[^>]*data-print[^>]*hidden/);
});

describe('a participant', () => {
	test('prints their own lesson, and finds no guide and no lesson to come', async () => {
		expect((await get('/print/workbook/lesson-one/pdf', 'participant')).status).toBe(200);
		expect((await get('/print/guide/lesson-one', 'participant')).status).toBe(403);
		expect((await get('/print/guide/lesson-one/pdf', 'participant')).status).toBe(403);
		expect((await get('/print/workbook/lesson-five/pdf', 'participant')).status).toBe(404);
		expect((await get('/print/workbook/nothing/pdf', 'participant')).status).toBe(404);
	});

	test("gets nothing that is a facilitator's, on the page or in the PDF", async () => {
		for (const output of ['workbook', 'handout', 'cards']) {
			const html = await (await get(`/print/${output}`, 'participant')).text();
			const { pages } = await readPdf(await pdfOf(`/print/${output}/pdf`, 'participant'));
			expect(html + pages.join(' '), output).not.toMatch(
				/Facilitators read this|Show it once|Anyone may pass/
			);
		}
	});
});

test('what is no paper is not found, and odd choices are as if they had not been made', async () => {
	expect((await get('/print/poster')).status).toBe(404);
	expect((await get('/print/poster/lesson-one/pdf')).status).toBe(404);
	const odd = '?language=xx&size=a9&sector=<b>&start=99:99&edition=none&backs=x';
	expect((await get(`/print/workbook/lesson-one/pdf${odd}`)).status).toBe(200);
});

test('the session says of its guide when it begins', async () => {
	const html = await (await get(`/sessions/${world.subjects.own.session}`)).text();
	const link = /href="(\/print\/guide\/[^"]+)"/.exec(html)![1].replaceAll('&amp;', '&');
	expect(link).toContain('start=');
	const page = await (await get(link)).text();
	expect(page).toMatch(/\d(:\d\d)?\u00a0[ap]m/);
});

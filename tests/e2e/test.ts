/** Playwright's test, in which a page that complains to its console, breaks the CSP or breaks at the server fails. */
import { test as base, type BrowserContext, type Page, type Response } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';

/** A refused form, a cut connection: what the test itself shows. Missing files are found by `complaintAbout`. */
const expected = [/^Failed to load resource/, /net::ERR_INTERNET_DISCONNECTED/, /Failed to fetch/];

function complaintAbout(response: Response): string | null {
	const kind = response.request().resourceType();
	const isFile = !['document', 'fetch', 'eventsource', 'xhr'].includes(kind);
	const bad = response.status() >= 500 || (isFile && response.status() >= 400);
	return bad ? `${response.status()} ${response.request().method()} ${response.url()}` : null;
}

/** Collects what goes wrong on a context's pages from now on. */
export function listenForFaults(context: BrowserContext): string[] {
	const faults: string[] = [];
	context.on('console', (message) => {
		if (message.type() !== 'error' || expected.some((one) => one.test(message.text()))) return;
		faults.push(`${message.page()?.url()}: ${message.text()}`);
	});
	context.on('weberror', (error) => void faults.push(`${error.page()?.url()}: ${error.error().message}`));
	context.on('response', (response) => {
		const complaint = complaintAbout(response);
		if (complaint) faults.push(complaint);
	});
	return faults;
}

/**
 * Waits until the script of a page runs: what is typed before that, taking over may set back. A page that brings none,
 * and one of a browser that runs none, is ready as it comes.
 */
export async function ready(page: Page): Promise<void> {
	if (!hasScript()) return;
	await page.waitForLoadState();
	const sign = page.locator('html[data-scripted], html:not(:has(script:not([src])))');
	await sign.waitFor({ state: 'attached' });
}

/** The same page, which has arrived somewhere only when it is ready there. */
function patient(page: Page): Page {
	const go = page.goto.bind(page);
	page.goto = async (...where) => {
		const response = await go(...where);
		await ready(page);
		return response;
	};
	return page;
}

export const test = base.extend<{ quiet: void; another: () => Promise<Page> }>({
	page: async ({ page }, use) => use(patient(page)),
	quiet: [
		async ({ context }, use) => {
			const faults = listenForFaults(context);
			await use();
			expect(faults, 'complaints of the browser').toEqual([]);
		},
		{ auto: true }
	],
	/** A page of another browser, which nobody is signed in with. */
	another: async ({ browser, baseURL, javaScriptEnabled }, use) => {
		const contexts: { context: BrowserContext; faults: string[] }[] = [];
		await use(async () => {
			const context = await browser.newContext({
				baseURL,
				javaScriptEnabled,
				timezoneId: 'America/Los_Angeles'
			});
			contexts.push({ context, faults: listenForFaults(context) });
			return patient(await context.newPage());
		});
		for (const { context } of contexts) await context.close();
		expect(
			contexts.flatMap(({ faults }) => faults),
			'complaints of the other browser'
		).toEqual([]);
	}
});
export const { expect } = test;
export const hasScript = () => test.info().project.use.javaScriptEnabled !== false;

const buttons = {
	facilitator: m.word_role_facilitator,
	participant: m.demo_participant,
	coordinator: m.word_role_coordinator,
	program: m.word_role_program,
	lead: m.word_role_lead,
	administrator: m.word_role_administrator,
	observer: m.word_role_observer,
	'case-manager': m.word_role_case_manager
};
export type Role = keyof typeof buttons;
export const roles = Object.keys(buttons) as Role[];

/** Signs in by the demo's button. */
export async function enter(page: Page, role: Role) {
	await page.goto('/sign-in');
	await page.getByRole('button', { name: buttons[role](), exact: true }).click();
	await page.waitForURL((url) => url.pathname !== '/sign-in');
	await ready(page);
}

/** Files to take along, and a key that takes another's place. */
import { parse } from 'csv-parse/sync';
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, test } from './test.ts';

test('a coordinator takes attendance along, for a spreadsheet and for a program', async ({ page }) => {
	await enter(page, 'coordinator');
	await page.goto('/people');
	await page.getByRole('link', { name: m.exports_title(), exact: true }).click();
	await page.getByRole('radio', { name: m.exports_attendance() }).check();
	await page.getByRole('button', { name: m.exports_show() }).click();
	const fileAt = async (name: string) => {
		const href = await page.getByRole('link', { name }).getAttribute('href');
		const file = await page.request.get(href!);
		expect(file.headers()['content-disposition']).toMatch(/attachment; filename="attendance-/);
		return file.text();
	};
	const rows = parse(await fileAt(m.exports_csv()), { bom: true, columns: true }) as Record<string, string>[];
	expect(rows.length).toBeGreaterThan(1);
	expect(Object.keys(rows[0])).toContain(m.exports_col_attendance());
	const lines = (await fileAt(m.exports_ndjson())).trimEnd().split('\n');
	expect(lines.map((line) => (JSON.parse(line) as { number: string }).number)).toEqual(
		rows.map((row) => row[m.people_csv_number()])
	);

	await page.getByLabel(m.exports_from(), { exact: true }).fill('2020-01-01');
	await page.getByLabel(m.exports_to(), { exact: true }).fill('2020-01-31');
	await page.getByRole('button', { name: m.exports_show() }).click();
	await expect(page.getByText(m.exports_empty(), { exact: true })).toBeVisible();
	expect((await fileAt(m.exports_csv())).trim().split('\n')).toHaveLength(1);
});

test('the program’s staff take along what people let them know, by number', async ({ page }) => {
	await enter(page, 'program');
	await page.goto('/program');
	await page.getByRole('link', { name: m.exports_title(), exact: true }).click();
	await page.getByRole('radio', { name: m.exports_enrollments() }).check();
	await page.getByRole('button', { name: m.exports_show() }).click();
	const href = await page.getByRole('link', { name: m.exports_csv() }).getAttribute('href');
	const head = (await (await page.request.get(href!)).text()).split('\r\n')[0];
	expect(head).toContain(m.people_csv_number());
	expect(head).not.toContain(m.people_col_name());
});

test('a new key takes the place of an old one, which goes on working for a while', async ({
	page,
	baseURL
}) => {
	await enter(page, 'administrator');
	await page.goto('/admin/keys');
	const make = async (name: string) => {
		await page.getByLabel(m.keys_name(), { exact: true }).fill(name);
		await page.getByLabel(m.keys_scope_groups()).check();
		await page.getByRole('button', { name: m.keys_submit() }).click();
		return page.getByLabel(m.keys_label(), { exact: true }).inputValue();
	};
	const name = `Dashboard ${crypto.randomUUID().slice(0, 8)}`;
	const old = await make(name);
	await page.goto('/admin/keys');
	await page.getByRole('link', { name: m.keys_replace_label({ name }), exact: true }).click();
	await page.getByRole('button', { name: m.keys_replace_submit() }).click();
	const next = await page.getByLabel(m.keys_label(), { exact: true }).inputValue();
	expect(next).not.toBe(old);
	for (const key of [old, next]) {
		const answer = await fetch(`${baseURL}/api/v1/groups?limit=1`, {
			headers: { authorization: `Bearer ${key}` }
		});
		expect(answer.status).toBe(200);
		expect(answer.headers.get('ratelimit')).toMatch(/r=\d+/);
	}
	await page.goto('/admin/keys');
	const rows = page.getByRole('row').filter({ hasText: name });
	await expect(rows.filter({ hasText: m.keys_replaced() })).toHaveCount(1);
});

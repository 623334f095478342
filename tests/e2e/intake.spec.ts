/** A coordinator brings people from a spreadsheet, asks who is known, and a person is called by another name from then on. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, test } from './test.ts';

test.beforeEach(({ page }) => enter(page, 'coordinator'));

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
/** Each browser of each project brings people of its own. */
const own = () => Math.random().toString(36).slice(2, 8).toUpperCase();

/** A group that takes people. */
async function openGroup(page: Page): Promise<string> {
	await page.goto('/groups');
	const hrefs = await page
		.getByRole('main')
		.locator('a[href^="/groups/"]')
		.evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
	for (const href of hrefs.filter((one) => /^\/groups\/[0-9a-f-]{36}$/.test(one))) {
		await page.goto(`${href}/enroll`);
		if ((await page.locator('.notice').count()) === 0) return href;
	}
	throw new Error('No group of the demo takes people.');
}

const bring = async (page: Page, group: string, text: string | Buffer) => {
	await page.goto(`${group}/intake`);
	const buffer = typeof text === 'string' ? Buffer.from(text) : text;
	await page.getByLabel(m.intake_file()).setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
	await press(page, m.intake_check());
};

test('people come from a spreadsheet as Excel saves it, after each row was looked at', async ({ page }) => {
	const group = await openGroup(page);
	const id = own();
	const text = [
		'Número del programa;Nombre;Apellido;Le dicen',
		`T-${id};Xochitl${id};Núñez;`,
		`T-${id}B;Roberto${id};Sáenz;Beto${id}`,
		';Nomi;Nobody;',
		`T-${id}C;Xochitl${id};Nuñes;`
	].join('\r\n');
	await bring(page, group, Buffer.from(`\uFEFF${text}`, 'utf16le'));

	const row = (name: string) => page.getByRole('row').filter({ hasText: name });
	await expect(row(`Roberto${id}`)).toContainText(m.intake_new());
	await expect(row('Nomi')).toContainText(m.intake_number_fault());
	await expect(row(`T-${id}C`)).toContainText(m.intake_like_line({ lines: '2' }));
	await press(page, m.intake_enroll({ count: 2 }));

	await expect(page.getByRole('status')).toContainText(m.intake_done({ count: 2 }));
	await expect(page.getByRole('link', { name: `Beto${id} S.` }).first()).toBeVisible();
	await bring(page, group, text);
	await expect(row(`Roberto${id}`)).toContainText(m.intake_there());
});

test('a spreadsheet of people who were only sent here becomes referrals', async ({ page }) => {
	const group = await openGroup(page);
	const id = own();
	await bring(page, group, `Program number,First name,Last name\nR-${id},Renata${id},Olvera\n`);
	await page.getByLabel(m.intake_as_referred()).check();
	await page.getByLabel(m.intake_source()).selectOption({ label: m.referrals_source_self() });
	await page.getByRole('button', { name: /1/ }).last().click();
	await expect(page.getByRole('status')).toContainText(m.intake_referred({ count: 1 }));
	await expect(page.getByRole('link', { name: new RegExp(`Renata${id}`) }).first()).toBeVisible();
});

test('what is no spreadsheet is told so, and what to do', async ({ page }) => {
	const group = await openGroup(page);
	await bring(page, group, Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
	await expect(page.getByLabel(m.intake_file())).toHaveAccessibleDescription(
		new RegExp(m.error_spreadsheet_workbook())
	);
	await bring(page, group, 'a,b\n1,2\n');
	await expect(page.getByRole('main')).toContainText(m.error_intake_columns());
});

test('a person goes by another name from now on; somebody called nearly so is asked about', async ({
	page
}) => {
	const group = await openGroup(page);
	const id = own();
	await bring(page, group, `Number,First name,Last name\nT-${id},Ysabel${id},Moreno\n`);
	await press(page, m.intake_enroll({ count: 1 }));
	await page
		.getByRole('link', { name: `Ysabel${id} M.` })
		.first()
		.click();
	await page.getByRole('link', { name: m.contact_link() }).click();
	await page.getByLabel(m.contact_first()).fill(`Yola${id}`);
	await page.getByLabel(m.contact_reason_called()).check();
	await press(page, m.contact_name_save());
	await expect(page.getByRole('status')).toContainText(m.contact_name_saved());

	await page.goto(group);
	await expect(page.getByRole('link', { name: `Yola${id} M.` }).first()).toBeVisible();
	await expect(page.getByRole('main')).not.toContainText(`Ysabel${id}`);

	await page.goto(`${group}/enroll`);
	const form = page.locator('form[action="?/new"]');
	await form.getByLabel(m.groups_enroll_number()).fill(`T-${id}Z`);
	await form.getByLabel(m.groups_enroll_first()).fill(`Yola${id}`);
	await form.getByLabel(m.groups_enroll_last()).fill('Morena');
	await form.getByRole('button').click();
	await expect(page.getByRole('main')).toContainText(m.namesake_text({ count: 1 }));
	await form.getByLabel(m.namesake_another()).check();
	await form.getByRole('button').click();
	await expect(page).toHaveURL(/added=/);
});

test('whether somebody is known is answered with yes or no', async ({ page }) => {
	await page.goto('/people/known');
	await page.getByLabel(m.groups_enroll_number()).fill(`T-${own()}`);
	await page.getByRole('button', { name: m.known_ask() }).first().click();
	await expect(page.getByRole('main')).toContainText(m.known_answer_unknown_number());
});

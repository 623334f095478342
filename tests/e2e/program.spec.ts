/** The program's own staff: counts of all organizations, and names of those alone who agreed to be named. */
import type { Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { organizations, recipients } from '../../src/demo/program.ts';
import { people } from './cast.ts';
import { enter, expect, test } from './test.ts';

const office = recipients.find(({ kind }) => kind === 'program')!.name;

test('counts of all organizations and of the groups of one, without a name', async ({ page }) => {
	await enter(page, 'program');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.program_title());
	const rows = page.getByRole('table', { name: m.program_organizations() }).locator('tbody tr');
	await expect(rows).toHaveCount(2);
	const enrolled = await rows.evaluateAll((all) => all.map((row) => Number(row.children[1].textContent)));
	expect(enrolled.every((count) => count > 0)).toBe(true);
	await expect(page.getByText(String(enrolled[0] + enrolled[1]), { exact: true }).first()).toBeVisible();

	await page.getByRole('link', { name: organizations[0].name }).click();
	const groups = page.getByRole('table', { name: m.groups_title() });
	await expect(groups).toContainText('Rowan');
	const text = await page.locator('body').innerText();
	for (const { firstName, lastName } of people) expect(text).not.toContain(`${firstName} ${lastName[0]}`);
});

/** A consent for the program's office, recorded by the organization's coordinator; gives back the person's page. */
async function consent(coordinator: Page, number: string): Promise<string> {
	await coordinator.goto(`/people?q=${number}`);
	await coordinator.getByRole('table').getByRole('link', { name: 'Celia Dunn' }).click();
	await coordinator.waitForURL(/\/people\/[\w-]+/);
	const person = new URL(coordinator.url()).pathname;
	await coordinator.goto(`${person}/consents/new`);
	await coordinator.getByLabel(office).check();
	for (const label of [m.word_information_name(), m.word_information_enrollment()]) {
		await coordinator.getByLabel(label, { exact: true }).check();
	}
	await coordinator.getByLabel(m.consent_purpose()).fill('Report to the board');
	await coordinator.getByRole('group', { name: m.consent_told() }).getByRole('checkbox').check();
	await coordinator.getByRole('button', { name: m.consent_save() }).click();
	await expect(coordinator.getByText(m.person_consent_saved())).toBeVisible();
	return person;
}

async function look(page: Page, number: string) {
	await page.goto('/program/people');
	await page.getByLabel(m.people_filter_q()).fill(number);
	await page.getByRole('button', { name: m.program_names_show() }).click();
	await page.waitForURL(/show=1/);
}

test('a name is shown under a consent alone, no more of the person than it lets out, and the look is recorded', async ({
	page,
	another
}) => {
	await enter(page, 'program');
	const coordinator = await another();
	await enter(coordinator, 'coordinator');
	await look(page, 'E-403');
	await expect(page.getByText(m.program_names_none(), { exact: true })).toBeVisible();

	const person = await consent(coordinator, 'E-403');
	await page.goto('/program/people');
	await expect(page.getByRole('table')).toHaveCount(0);
	await look(page, 'E-403');
	const row = page.getByRole('table').locator('tbody tr');
	await expect(row).toHaveCount(1);
	await expect(row).toContainText('Celia Dunn');
	await expect(row).toContainText('Yarrow');
	await expect(row.getByText(m.program_names_not_told())).toHaveCount(2);

	await coordinator.goto(person);
	await expect(coordinator.getByRole('listitem').filter({ hasText: m.word_way_screen() })).toContainText(
		office
	);
	await coordinator.getByRole('link', { name: m.person_consent_revoke() }).click();
	await coordinator.getByRole('button', { name: m.consent_revoke() }).click();
	await expect(coordinator.getByText(m.person_consent_over())).toBeVisible();
	await look(page, 'E-403');
	await expect(page.getByText(m.program_names_none(), { exact: true })).toBeVisible();
});

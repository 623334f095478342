/** An observation from the request to its reading, a training and a goal, and how a session was delivered. */
import { m } from '#lib/i18n/paraglide/messages.js';
import type { Page } from '@playwright/test';
import { enter, expect, ready, test } from './test.ts';

const observer = 'Noor Haddad';
const facilitator = 'Renata Quiroz';

/** With JavaScript or without: each leaves the other's work alone. */
const way = () => test.info().project.name;

/** As a date field wants it, some days from now. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The first answer to each question that is asked with a choice. */
async function answerAll(page: Page) {
	const questions = page.locator('form fieldset');
	for (let i = 0; i < (await questions.count()); i++)
		await questions.nth(i).getByRole('radio').first().check();
}

async function openFacilitator(page: Page) {
	await page.goto('/facilitators');
	await page.getByRole('link', { name: facilitator, exact: true }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(facilitator);
	await ready(page);
}

test('an observation is asked for, written, signed, read, and its goal reached', async ({
	page,
	another
}) => {
	await enter(page, 'coordinator');
	await openFacilitator(page);
	await page
		.getByLabel(m.facilitators_ask_session(), { exact: true })
		.selectOption({ index: way() === 'plain' ? 1 : 0 });
	await page.getByLabel(m.facilitators_ask_observer(), { exact: true }).selectOption({ label: observer });
	await page.getByRole('button', { name: m.facilitators_ask_save(), exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.observation_done_ask());
	const address = new URL(page.url()).pathname;

	const hers = await another();
	await enter(hers, 'observer');
	await expect(hers).toHaveURL(/\/observations$/);
	await hers.goto(address);
	await hers.getByRole('button', { name: m.observation_sign(), exact: true }).click();
	await expect(hers.getByRole('alert')).toContainText(m.error_invalid());
	await hers.getByLabel(m.observation_strengths()).fill('Waits for the answer');
	await hers.getByRole('button', { name: m.observation_save() }).click();
	await expect(hers.getByRole('status')).toContainText(m.observation_done_save());
	await ready(hers);
	await expect(hers.getByLabel(m.observation_strengths())).toHaveValue('Waits for the answer');

	await page.goto(address);
	await expect(page.getByText('Waits for the answer')).toBeHidden();
	await answerAll(hers);
	const goal = hers.getByRole('textbox', { name: m.observation_goal(), exact: true });
	await goal.fill(`Leave ${way()} pauses`);
	await hers.getByLabel(m.observation_goal_by()).fill(inDays(30));
	await hers.getByRole('button', { name: m.observation_sign(), exact: true }).click();
	await expect(hers.getByRole('status')).toContainText(m.observation_done_sign());

	const theirs = await another();
	await enter(theirs, 'facilitator');
	await theirs.goto(address);
	await expect(theirs.getByText('Waits for the answer')).toBeVisible();
	await ready(theirs);
	await theirs.getByRole('button', { name: m.observation_acknowledge() }).click();
	await expect(theirs.getByRole('status')).toContainText(m.observation_done_read());
	await theirs.goto('/coaching');
	const row = theirs.getByRole('listitem').filter({ hasText: `Leave ${way()} pauses` });
	await row.getByRole('button', { name: m.goals_reach() }).click();
	await expect(theirs.getByRole('status')).toContainText(m.goals_done_settle());
	await expect(row).toContainText(m.goals_state_reached());
});

test('a training is noted and taken back, and a goal is set', async ({ page }) => {
	await enter(page, 'coordinator');
	await openFacilitator(page);
	await page.getByText(m.credential_add(), { exact: true }).click();
	await page.getByRole('button', { name: m.credential_save() }).click();
	await expect(page.getByRole('alert')).toContainText(m.error_invalid());
	await ready(page);
	await page.getByLabel(m.credential_kind(), { exact: true }).selectOption('observer');
	await page.getByLabel(m.credential_trained_on(), { exact: true }).fill(inDays(-20));
	await page.getByRole('button', { name: m.credential_save() }).click();
	await expect(page.getByRole('status')).toContainText(m.credential_done_credential());
	await ready(page);
	const name = `${m.credential_take_back()}: ${m.credential_observer()}`;
	await page.getByRole('button', { name, exact: true }).click();
	await expect(page.getByRole('status')).toContainText(m.credential_done_back());

	await ready(page);
	await page.getByText(m.goals_add(), { exact: true }).click();
	const goal = `Thank each person, ${way()}`;
	await page.getByRole('textbox', { name: m.goals_line(), exact: true }).fill(goal);
	await page.getByLabel(m.goals_by(), { exact: true }).fill(inDays(10));
	await page.getByRole('button', { name: m.goals_save() }).click();
	await expect(page.getByRole('status')).toContainText(m.goals_done_goal());
	await expect(page.getByText(goal)).toBeVisible();
});

test('an ended session tells how it was delivered, and those who held it say how it went', async ({
	page
}) => {
	await enter(page, 'facilitator');
	await page.goto('/groups');
	await page
		.getByRole('region', { name: m.groups_stage_done() })
		.or(page.locator('main'))
		.getByRole('table')
		.last()
		.getByRole('link')
		.first()
		.click();
	await page.waitForURL(/\/groups\/[\w-]+/);
	const session = await page.locator('a[href^="/sessions/"]').first().getAttribute('href');
	await page.goto(`${session}/fidelity`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.fidelity_title());
	await page.getByLabel(m.fidelity_partly()).check();
	await page.getByLabel(m.fidelity_obstacle_late_start()).check();
	await page.getByRole('group', { name: m.fidelity_support() }).getByLabel(m.fidelity_yes()).check();
	await page.getByRole('button', { name: m.fidelity_report_save() }).click();
	await expect(page.getByRole('status')).toContainText(m.fidelity_report_saved());
	await expect(page.getByText(m.fidelity_support_yes())).toBeVisible();
	await ready(page);
	await expect(page.getByLabel(m.fidelity_partly())).toBeChecked();
});

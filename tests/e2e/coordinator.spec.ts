/** A coordinator makes a group, takes people in, gives out a card, records consents, and watches who is finishing. */
import { parse } from 'csv-parse/sync';
import type { Locator, Page } from '@playwright/test';
import { m } from '#lib/i18n/paraglide/messages.js';
import { enter, expect, test } from './test.ts';

test.describe.configure({ mode: 'serial' });

const name = 'Fireweed';
let group: string;
let person: string;

test.beforeEach(({ page }) => enter(page, 'coordinator'));

const field = (on: Page | Locator, label: string) => on.getByLabel(label, { exact: true });
const press = (on: Page | Locator, name: string) => on.getByRole('button', { name, exact: true });
/** What a field is told to have wrong: by the description that a screen reader reads out. */
const faultOf = (input: Locator) => expect(input).toHaveAttribute('aria-invalid', 'true');

/** A form as the browser would send it. */
const formOf = (form: Locator) =>
	form.evaluate((element: HTMLFormElement) => ({
		action: element.action,
		body: new URLSearchParams(new FormData(element) as never).toString()
	}));

/** Sends it once more, as a reload or an impatient finger does. */
const sendAgain = (page: Page, { action, body }: { action: string; body: string }) =>
	page.request.post(action, {
		data: body,
		headers: {
			'content-type': 'application/x-www-form-urlencoded',
			accept: 'text/html',
			origin: new URL(action).origin
		}
	});

const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a new group with faults comes back with what was typed, each fault beside its field; then it is made once', async ({
	page
}) => {
	await page.goto('/groups');
	await page.getByRole('link', { name: m.groups_new() }).click();
	const startsOn = field(page, m.groups_starts());
	await field(page, m.groups_new_name()).fill(name);
	await field(page, m.groups_new_day()).first().selectOption('2');
	await field(page, m.groups_new_time()).first().fill('18:30');
	await field(page, m.groups_new_minutes()).first().fill('20');
	await press(page, m.groups_new_preview()).click();

	await expect(page.getByRole('alert')).toContainText(m.error_invalid());
	await expect(field(page, m.groups_new_name())).toHaveValue(name);
	await expect(field(page, m.groups_new_time()).first()).toHaveValue('18:30');
	await expect(field(page, m.groups_new_day()).first()).toHaveValue('2');
	for (const label of [m.groups_room(), m.groups_starts(), m.groups_new_minutes()]) {
		await faultOf(field(page, label).first());
	}
	await expect(startsOn).toHaveAccessibleDescription(new RegExp(m.error_required()));
	await expect(field(page, m.groups_new_minutes()).first()).toHaveAccessibleDescription(
		m.error_too_small({ limit: 30 })
	);
	await expect(page.getByRole('group', { name: m.groups_facilitators() })).toContainText(
		m.error_too_few({ limit: 1 })
	);

	await field(page, m.groups_room()).fill('Upstairs');
	await startsOn.fill(dayAhead(10));
	await field(page, m.groups_new_minutes()).first().fill('90');
	await page.getByLabel('Renata Quiroz').check();
	await press(page, m.groups_new_preview()).click();
	const dates = page.locator('#dates');
	await expect(dates.getByRole('listitem').first()).toContainText('6:30 pm');
	await expect(dates.locator('ol').getByRole('listitem')).toHaveCount(6);

	const form = await formOf(page.locator('form#group'));
	await press(page, m.groups_new_create()).dblclick();
	await expect(page.getByRole('status').filter({ hasText: m.groups_made() })).toBeVisible();
	group = new URL(page.url()).pathname;
	expect(new URL((await sendAgain(page, form)).url()).pathname).toBe(group);
	await page.goto('/groups');
	await expect(page.getByRole('link', { name, exact: true })).toHaveCount(1);
});

test('a person new to the program is enrolled once, however often the form is sent', async ({ page }) => {
	await page.goto(`${group}/enroll`);
	const form = page.locator('form[action="?/new"]');
	await field(form, m.groups_enroll_number()).fill('E-900');
	await field(form, m.groups_enroll_last()).fill('Kern');
	await press(form, m.groups_enroll_submit()).click();
	await faultOf(field(form, m.groups_enroll_first()));
	await expect(field(form, m.groups_enroll_first())).toHaveAccessibleDescription(m.error_required());
	await expect(field(form, m.groups_enroll_number())).toHaveValue('E-900');
	await expect(field(form, m.groups_enroll_last())).toHaveValue('Kern');

	await field(form, m.groups_enroll_first()).fill('Joan');
	await form.getByLabel(m.language_name({}, { locale: 'es' })).check();
	const sent = await formOf(form);
	await press(form, m.groups_enroll_submit()).dblclick();
	await expect(page.getByText(m.groups_added({ name: 'Joan K.' }))).toBeVisible();
	const again = await sendAgain(page, sent);
	expect(again.status()).toBe(200);
	await page.goto(group);
	await expect(page.getByRole('link', { name: 'Joan K.', exact: true })).toHaveCount(1);
	person = (await page.getByRole('link', { name: 'Joan K.', exact: true }).getAttribute('href'))!.split(
		'?'
	)[0];
	const other = await sendAgain(page, { ...sent, body: sent.body.replace('Joan', 'Jane') });
	expect(other.status()).toBe(409);
	expect(await other.text()).toContain(m.error_operation_reused());
});

test('somebody whom the program knows is enrolled by number, from the other form', async ({ page }) => {
	await page.goto(`${group}/enroll`);
	const form = page.locator('form[action="?/new"]');
	await field(form, m.groups_enroll_number()).fill('E-101');
	await field(form, m.groups_enroll_first()).fill('Amos');
	await field(form, m.groups_enroll_last()).fill('Bell');
	await press(form, m.groups_enroll_submit()).click();
	await expect(field(form, m.groups_enroll_number())).toHaveAccessibleDescription(
		new RegExp(m.groups_enroll_taken({ number: 'E-101' }))
	);
	const known = page.locator('form[action="?/known"]');
	await expect(field(known, m.groups_enroll_number())).toHaveValue('E-101');
	await field(known, m.groups_enroll_number()).fill('E-998');
	await press(known, m.groups_enroll_submit()).click();
	await expect(field(known, m.groups_enroll_number())).toHaveAccessibleDescription(m.groups_enroll_unknown());
	await field(known, m.groups_enroll_number()).fill('E-101');
	await press(known, m.groups_enroll_submit()).click();
	await expect(page.getByText(m.groups_added({ name: 'Amos B.' }))).toBeVisible();
	await expect(page.getByText(m.groups_size_small({ count: 2 }))).toBeVisible();
});

test('a card is issued, and its holder chooses a PIN with it and comes in', async ({ page, another }) => {
	await page.goto(person);
	await page.getByRole('link', { name: m.printed_make() }).click();
	await press(page, m.printed_make()).click();
	await expect(page.getByText(m.printed_once(), { exact: true })).toBeVisible();
	// In the language of the person who carries it, and without a word about the program.
	const paper = page.locator('section.paper');
	await expect(paper).toHaveAttribute('lang', 'es');
	const code = (await paper.locator('.code').innerText()).trim();
	expect(code.replaceAll(' ', '')).toMatch(/^[0-9A-Z]{16}$/);

	const phone = await another();
	await phone.goto('/card');
	await field(phone, m.entry_code()).fill(code.toLowerCase());
	await press(phone, m.entry_enter()).click();
	await expect(phone.getByRole('heading', { level: 1 })).toHaveText(m.pin_title({}, { locale: 'es' }));
	const choose = async (pin: string, again = pin) => {
		await phone.locator('input[name=pin]').fill(pin);
		await phone.locator('input[name=again]').fill(again);
		await phone.locator('form button.main').click();
	};
	await choose('123456');
	await expect(phone.getByText(m.error_pin_easy({}, { locale: 'es' }))).toBeVisible();
	await choose('480271', '480272');
	await expect(phone.getByText(m.error_pin_differs({}, { locale: 'es' }))).toBeVisible();
	await choose('480271');
	await expect(phone).toHaveURL(/\/me$/);
	await expect(phone.getByText('Upstairs')).toBeVisible();

	// The card is only shown once.
	await page.goto(`${person}/card`);
	await expect(page.locator('section.paper')).toHaveCount(0);
	await expect(page.getByText(m.printed_pin_chosen())).toBeVisible();
});

test("a card's QR brings its token behind the #, which leaves the address at once @javascript", async ({
	page,
	another
}) => {
	await page.goto(`${person}/card`);
	const answer = page.waitForResponse((response) => response.url().includes('?/issue'));
	await press(page, m.printed_again()).click();
	const { data } = (await (await answer).json()) as { data: string };
	const token = (JSON.parse(data) as unknown[]).find(
		(one) => typeof one === 'string' && /^[\w-]{22}$/.test(one)
	);

	const phone = await another();
	await phone.goto(`/card#${token}`);
	await expect(phone.getByText(m.entry_read())).toBeVisible();
	await expect(phone).toHaveURL(/\/card$/);
	await expect(field(phone, m.entry_code())).toHaveCount(0);
	await press(phone, m.entry_enter()).click();
	await expect(phone).toHaveURL(/\/card\/pin$/);
});

test('a consent needs all that the law asks for; it is recorded, and taken back', async ({ page }) => {
	await page.goto(person);
	await page.getByRole('link', { name: m.person_consent_new() }).click();
	await field(page, m.consent_expires()).fill(dayAhead(-40));
	await press(page, m.consent_save()).click();
	await expect(field(page, m.consent_purpose())).toHaveAccessibleDescription(new RegExp(m.error_required()));
	await expect(page.getByRole('group', { name: m.consent_recipient() })).toContainText(m.error_choice());
	await expect(page.getByRole('group', { name: m.consent_information() })).toContainText(
		m.error_too_few({ limit: 1 })
	);
	await expect(page.getByRole('group', { name: m.consent_told() })).toContainText(m.consent_told_fault());
	await expect(field(page, m.consent_expires())).toHaveValue(dayAhead(-40));

	await page.getByRole('radio', { name: /^Case management/ }).check();
	await page.getByRole('checkbox', { name: m.word_information_milestones() }).check();
	await field(page, m.consent_purpose()).fill('Plan services together');
	await page.getByRole('group', { name: m.consent_told() }).getByRole('checkbox').check();
	await press(page, m.consent_save()).click();
	await expect(field(page, m.consent_expires())).toHaveAccessibleDescription(m.consent_expires_after());
	await expect(field(page, m.consent_purpose())).toHaveValue('Plan services together');
	await field(page, m.consent_expires()).fill(dayAhead(90));
	await press(page, m.consent_save()).dblclick();

	await expect(page.getByText(m.person_consent_saved())).toBeVisible();
	await expect(page.getByText(m.person_consent_force(), { exact: true })).toHaveCount(1);
	await page.getByRole('link', { name: m.person_consent_revoke() }).click();
	await press(page, m.consent_revoke()).click();
	await expect(page.getByText(m.person_consent_over())).toBeVisible();
	await expect(page.getByText(m.person_consent_revoked(), { exact: true })).toBeVisible();
	await expect(page.getByText(m.person_consent_force(), { exact: true })).toHaveCount(0);
});

/** The completion list as it is on the screen: name, number, group, "3 of 5". */
const rowsOf = (page: Page) =>
	page
		.getByRole('table')
		.locator('tbody tr')
		.evaluateAll((rows) =>
			rows.map((row) => {
				const cell = (i: number) => row.children[i].textContent!.trim();
				const name = row.querySelector('th a')!.textContent!.trim();
				const number = row.querySelector('th small')!.textContent!.trim();
				return { name, number, group: cell(1), lessons: cell(2), practice: cell(4) };
			})
		);

test('the completion list is filtered and sorted by its address, and its CSV is the screen', async ({
	page
}) => {
	await page.goto('/people');
	const groups = page.getByLabel(m.people_filter_group());
	const own = await groups.locator('option').nth(1).innerText();
	await groups.selectOption({ label: own });
	await page.getByLabel(m.people_filter_state()).selectOption({ label: m.people_state_all() });
	await press(page, m.ui_show()).click();
	await expect(page).toHaveURL(/group=/);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await page.getByRole('columnheader').getByRole('link', { name: m.people_col_lessons() }).click();
	await expect(page.getByRole('columnheader', { name: m.people_col_lessons() })).toHaveAttribute(
		'aria-sort',
		'descending'
	);

	const rows = await rowsOf(page);
	expect(rows.length).toBeGreaterThan(1);
	expect(new Set(rows.map((row) => row.group))).toEqual(new Set([own]));
	const lessons = rows.map((row) => parseInt(row.lessons));
	expect(lessons).toEqual([...lessons].sort((a, b) => b - a));

	const href = await page.getByRole('link', { name: m.people_csv_label() }).getAttribute('href');
	const file = await page.request.get(href!);
	expect(file.headers()['content-disposition']).toContain('attachment');
	const told = parse(await file.text(), { bom: true, columns: true }) as Record<string, string>[];
	expect(
		told.map((row) => ({
			name: row[m.people_col_name()],
			number: row[m.people_csv_number()],
			group: row[m.people_col_group()],
			lessons: m.ui_have_need({
				have: row[m.people_col_lessons()],
				need: row[m.people_csv_lessons_needed()]
			}),
			practice: m.ui_have_need({
				have: row[m.people_col_practice()],
				need: row[m.people_csv_practice_needed()]
			})
		}))
	).toEqual(rows);

	await page.getByLabel(m.people_filter_q()).fill(rows[0].number);
	await press(page, m.ui_show()).click();
	await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(1);
	await expect(page.getByRole('columnheader', { name: m.people_col_lessons() })).toHaveAttribute(
		'aria-sort',
		'descending'
	);
});

/** The page on which a person's place in the group is changed. */
async function change(page: Page, link = m.placement_change_link()) {
	await page.goto(person);
	await page.getByRole('link', { name: link }).click();
}

test('somebody takes a break and is back; what was said in error is taken back', async ({ page }) => {
	await change(page);
	await press(page, m.placement_pause_submit()).click();
	await faultOf(field(page, m.placement_pause_back()));
	await field(page, m.placement_pause_back()).fill(dayAhead(20));
	await page.getByLabel(m.word_pause_medical()).check();
	await press(page, m.placement_pause_submit()).click();
	await expect(page.getByText(m.placement_changed_paused({ name: 'Joan K.' }))).toBeVisible();

	await change(page);
	await press(page, m.placement_resume_submit()).click();
	await expect(page.getByText(m.placement_changed_resumed({ name: 'Joan K.' }))).toBeVisible();

	await change(page);
	await press(page, m.placement_undo_submit({ change: m.word_change_resumed() })).click();
	await expect(page.getByText(m.placement_changed_undone({ name: 'Joan K.' }))).toBeVisible();
	await change(page);
	await press(page, m.placement_undo_submit({ change: m.word_change_paused() })).click();
	await expect(page.getByText(m.placement_changed_undone({ name: 'Joan K.' }))).toBeVisible();
});

test('a full group says so, names the next groups, and takes somebody with a reason', async ({ page }) => {
	await page.goto(group);
	await page.getByRole('link', { name: m.placement_entry_link() }).click();
	await field(page, m.placement_capacity()).fill('1');
	await page.getByLabel(m.word_entry_open()).check();
	await press(page, m.placement_entry_save()).click();
	await expect(page.getByText(m.placement_entry_saved())).toBeVisible();

	await page.goto(`${group}/enroll`);
	await expect(page.getByText(m.error_placement_full())).toBeVisible();
	await expect(page.getByRole('heading', { name: m.placement_next() })).toBeVisible();
	const form = page.locator('form[action="?/new"]');
	await field(form, m.groups_enroll_number()).fill('E-955');
	await field(form, m.groups_enroll_first()).fill('Odessa');
	await field(form, m.groups_enroll_last()).fill('Pruitt');
	await press(form, m.groups_enroll_submit()).click();
	await expect(page.getByText(m.error_placement_full())).toBeVisible();
	await field(form, m.placement_why()).selectOption('agreed');
	await press(form, m.groups_enroll_submit()).click();
	await expect(page.getByText(m.groups_added({ name: 'Odessa P.' }))).toBeVisible();
});

test('two people are kept apart: the pair is recorded and ended', async ({ page }) => {
	await page.goto(person);
	const card = page.locator('#keep-apart');
	await field(card, m.keep_apart_number()).fill('E-000');
	await press(card, m.keep_apart_add()).click();
	await expect(card.getByText(m.keep_apart_unknown())).toBeVisible();
	await field(card, m.keep_apart_number()).fill('E-955');
	await press(card, m.keep_apart_add()).click();
	await expect(card.getByText(m.keep_apart_saved())).toBeVisible();
	await press(card, m.keep_apart_end_named({ number: 'E-955' })).click();
	await expect(card.getByText(m.keep_apart_ended())).toBeVisible();
});

test('somebody leaves the group with a reason, and stands among those who left', async ({ page }) => {
	await change(page);
	await page.getByRole('link', { name: m.groups_exit_link() }).click();
	await press(page, m.groups_exit_submit()).click();
	await page.getByLabel(m.word_exit_job()).check();
	await press(page, m.groups_exit_submit()).click();
	await expect(page.getByText(m.groups_exited({ name: 'Joan K.' }))).toBeVisible();
	await page.goto('/people?state=exited&q=E-900');
	await expect(page.getByRole('row').filter({ hasText: 'E-900' })).toContainText(m.word_exit_job());
});

/** A consent on a participant's phone and on a device of staff; who was told what, for both. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { card } from '../../src/demo/sign-ins.ts';
import { enter, expect, test } from './test.ts';

const evaluation = 'Outside evaluation';

test('a participant signs on the phone, gets a copy, and stops it again', async ({ page }) => {
	await enter(page, 'participant');
	await page.goto('/me/consents/new');
	await page.getByRole('link', { name: m.own_consent_look_for({ recipient: evaluation }) }).click();
	const boxes = page.getByRole('group', { name: m.consent_sheet_ticks() }).getByRole('checkbox');
	await expect(boxes.first()).toBeVisible();
	await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0);
	const sign = page.getByRole('button', { name: m.consent_sheet_sign() });
	await sign.click();
	await expect(page.getByText(m.consent_sheet_ticks_fault())).toBeVisible();
	await expect(page.getByText(m.consent_sheet_read_fault())).toBeVisible();

	await page.getByLabel(m.participant_knows_completion(), { exact: false }).check();
	await page.getByLabel(m.consent_sheet_read_option()).check();
	await page.getByLabel(m.consent_sheet_name()).fill('Typed Name');
	await page.getByLabel(m.consent_sheet_pin(), { exact: true }).fill('999998');
	await sign.click();
	await expect(page.getByText(m.error_pin_wrong())).toBeVisible();
	await expect(page.getByLabel(m.consent_sheet_name())).toHaveValue('Typed Name');
	await page.getByLabel(m.consent_sheet_pin(), { exact: true }).fill(card.pin);
	await sign.click();
	await expect(page.getByText(m.own_consent_signed())).toBeVisible();
	await expect(page.getByText('Typed Name')).toBeVisible();
	const pdf = await page.request.get(new URL(page.url()).pathname + '/pdf?language=es');
	expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);

	await page.getByRole('link', { name: m.own_consent_stop(), exact: true }).click();
	await expect(page.getByText(m.own_consent_stop_what({ recipient: evaluation }))).toBeVisible();
	await page.getByRole('button', { name: m.own_consent_stop_yes() }).click();
	await expect(page.getByText(m.own_consent_stopped())).toBeVisible();
});

test('a coordinator has one signed on their device, in Spanish, and finds who was told', async ({ page }) => {
	await enter(page, 'coordinator');
	await page.goto('/people');
	await page.locator('tbody a[href^="/people/"]').first().click();
	await page.getByRole('link', { name: m.consent_here() }).click();
	await page.getByRole('radio', { name: evaluation }).check();
	await page.getByRole('radio', { name: m.language_name({}, { locale: 'es' }) }).check();
	await page.getByRole('button', { name: m.consent_here_show() }).click();
	const es = { locale: 'es' } as const;
	await page
		.getByRole('group', { name: m.consent_sheet_ticks({}, es) })
		.getByRole('checkbox')
		.first()
		.check();
	await page.getByLabel(m.consent_sheet_read_option({}, es)).check();
	await page.getByLabel(m.consent_sheet_name({}, es)).fill('Nombre Escrito');
	await page
		.getByRole('group', { name: m.consent_here_witness({}, es) })
		.getByRole('checkbox')
		.check();
	await page.getByRole('button', { name: m.consent_sheet_sign({}, es) }).click();
	await expect(page.getByText(m.consent_signed_here())).toBeVisible();
	await expect(page.getByText('Nombre Escrito')).toContainText('Marcus Ellery');

	await page.goto('/disclosures?recipient=justice');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.told_all_title());
	await expect(page.getByLabel(m.told_all_recipient())).toHaveValue('justice');
});

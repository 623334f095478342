/** A certificate is issued, checked by whoever has it, and ended; a participant makes a letter for themselves. */
import { m } from '#lib/i18n/paraglide/messages.js';
import { inspect } from './inspect.ts';
import { enter, expect, test } from './test.ts';

test('a certificate is printed, checked by its code without a name, and ended @javascript', async ({
	page,
	another
}) => {
	await enter(page, 'coordinator');
	await page.goto('/people/ceremony?from=2020-01-01');
	const person = page.getByRole('listitem').filter({ hasText: m.ceremony_named() }).first();
	const name = await person.getByRole('link').first().innerText();
	await person.getByRole('link', { name: m.certificates_title() }).click();
	await page.waitForURL(/\/certificates$/);
	const certificates = page.url();
	await page.getByRole('link', { name: m.certificates_print() }).last().click();
	await page.waitForURL(/\/certificates\/[0-9a-f-]+$/);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(m.certificate_heading());
	await inspect(page, '/certificates/*');
	const file = await page.getByRole('link', { name: m.print_pdf() }).getAttribute('href');
	const pdf = await page.request.get(file!);
	expect(pdf.headers()['content-type']).toBe('application/pdf');
	const code = await page.locator('.check b').innerText();

	const theirs = await another();
	await theirs.goto('/verify');
	await theirs.getByLabel(m.verify_code()).fill(code.toLowerCase());
	await theirs.getByRole('button', { name: m.verify_check() }).click();
	await expect(theirs.getByText(m.verify_valid())).toBeVisible();
	await expect(theirs.getByRole('main')).not.toContainText(name);

	await page.goto(certificates);
	const card = page
		.locator('section')
		.filter({ has: page.getByText(m.certificates_valid(), { exact: true }) })
		.last();
	await card.getByText(m.certificates_revoke()).click();
	await card.getByLabel(m.certificates_over_asked()).check();
	await card.getByRole('button', { name: m.certificates_revoke_do() }).click();
	await expect(page.getByText(m.certificates_revoked())).toBeVisible();
	await theirs.goto(`/verify/${code}`);
	await expect(theirs.getByText(m.verify_over())).toBeVisible();
	await expect(theirs.getByText(m.verify_valid())).toHaveCount(0);
});

test('a participant makes a letter in neutral words, and finds it in what was told', async ({
	page,
	another
}) => {
	await enter(page, 'participant');
	await page.goto('/me/papers/letter');
	await page.getByLabel(m.word_audience_landlord()).check();
	await page.getByLabel(m.language_name({}, { locale: 'en' }), { exact: true }).check();
	await page.getByRole('button', { name: m.letter_preview() }).click();
	const letter = page.getByRole('article');
	await expect(letter).toContainText('a workforce skills program');
	await expect(letter).not.toContainText('Steady Ground');
	await page.getByLabel(m.letter_line()).fill('Harbor Street Homes');
	await page.getByRole('button', { name: m.letter_make() }).click();
	await page.waitForURL(/\/letters\/[0-9a-f-]+$/);
	await expect(letter).toContainText(m.letter_to({ line: 'Harbor Street Homes' }));
	const code = await page.locator('.check b').innerText();
	const theirs = await another();
	await theirs.goto(`/verify/${code}`);
	await expect(theirs.getByText(m.verify_valid())).toBeVisible();
	await page.goto('/me/papers');
	await expect(page.getByText('Harbor Street Homes').first()).toBeVisible();
});

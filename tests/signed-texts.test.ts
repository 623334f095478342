import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readingOfSentences } from '#lib/server/curriculum/readability.ts';
import { consentTextVersion } from '#lib/server/domain/consents.ts';
import { consentText, type ConsentFacts } from '#lib/signed-texts.ts';

const facts: ConsentFacts = {
	...{ participant: 'Ana Sol', organization: 'Northside', recipient: 'Case management' },
	...{ purpose: 'Plan services', until: 'March 1, 2027', revocableFrom: null, kind: 'general' }
};
const court: ConsentFacts = { ...facts, kind: 'justice-referral', revocableFrom: 'June 1, 2026' };
const digest = (text: unknown) =>
	createHash('sha256').update(JSON.stringify(text)).digest('hex').slice(0, 16);

/** A text that was signed is never changed: another text is another version. */
const shipped: Record<number, string> = { 2: 'f5cd201ceeaab0c9' };

test('what was signed stays as it was signed', () => {
	const now = Object.keys(shipped).map((version) => [
		Number(version),
		digest(
			(['en', 'es'] as const).flatMap((language) =>
				[facts, court].map((one) => consentText(Number(version), language, one))
			)
		)
	]);
	expect(Object.fromEntries(now)).toEqual(shipped);
	expect(shipped[consentTextVersion]).toBeDefined();
	expect(consentText(1, 'en', facts)).toBeNull();
});

describe.each(['en', 'es'] as const)('in %s', (language) => {
	test.each([
		['to a service', facts],
		['to a court', court]
	])('the plain words are plain: %s', (_whom, one) => {
		const { plain } = consentText(consentTextVersion, language, one)!;
		const sentences = plain.flatMap((line) => line.split(/(?<=[.:]) /));
		const { level } = readingOfSentences(sentences, language);
		if (language === 'en') expect(level).toBeLessThanOrEqual(5);
		else expect(level).toBeGreaterThanOrEqual(70);
	});

	test('the law’s words name every element that it asks for', () => {
		const { legal } = consentText(consentTextVersion, language, facts)!;
		const text = legal.join(' ');
		for (const element of [
			facts.participant,
			facts.organization,
			facts.recipient,
			facts.purpose,
			facts.until
		]) {
			expect(text).toContain(element);
		}
		expect(text).toMatch(language === 'en' ? /revoke this consent at any time/ : /revocar .* en cualquier/);
		const justice = consentText(consentTextVersion, language, court)!.legal.join(' ');
		expect(justice).toContain('2.35');
		expect(justice).toContain('June 1, 2026');
		expect(justice).not.toMatch(/at any time, in|en cualquier momento, por/);
	});
});

import { expect, test } from 'vitest';
import { forSector, nameSectors, ownSectorFirst } from '#lib/server/curriculum/sectors.ts';

const example = (sector: string, text = sector) =>
	`<div class="block block-example sector-${sector}"><p class="block-label">Example</p><p>${text}</p></div>`;
const plain = '<div class="block block-example"><p class="block-label">Example</p><p>any</p></div>';
const lesson = (...htmls: string[]) => ({ intro: '', activities: htmls.map((html) => ({ html })) });
const htmls = ({ activities }: ReturnType<typeof lesson>) => activities.map(({ html }) => html);

test('an example says which sector it is of, in the name that the program has for it', () => {
	const named = nameSectors(lesson(`${plain}${example('culinary')}${example('old')}`), {
		culinary: 'A <b> & "c"'
	});
	const [html] = htmls(named);
	expect(html).toContain('>Example: A &#60;b&#62; &#38; &#34;c&#34;</p>');
	expect(html).toContain('>Example: old</p>');
	expect(html).toContain('<div class="block block-example"><p class="block-label">Example</p>');
});

test('a person reads their own first; the others open behind a line, in the place where they stood', () => {
	const both = `<p>before</p>${example('construction')}\n${example('culinary')}\n<p>between</p>`;
	const [html, other] = htmls(ownSectorFirst(lesson(both, example('construction')), 'culinary', 'Others'));
	expect(html.indexOf('<p>culinary</p>')).toBeLessThan(html.indexOf('<details'));
	expect(html).toMatch(
		/<p>before<\/p>.*<summary>Others<\/summary>.*<p>construction<\/p>.*<\/details>.*between/s
	);
	expect(other).toMatch(/^<details class="others"><summary>Others<\/summary>.*construction.*<\/details>$/s);
});

test('who has no sector, or one of which the lesson has no example, reads all of them', () => {
	const all = lesson(`${example('construction')}${example('culinary')}${plain}`);
	expect(ownSectorFirst(all, null, 'Others')).toEqual(all);
	expect(ownSectorFirst(all, 'entertainment', 'Others')).toEqual(all);
	expect(forSector(all, null)).toEqual(all);
	expect(forSector(all, 'entertainment')).toEqual(all);
});

test('on paper one sector’s examples stand alone, beside those of none', () => {
	const [html] = htmls(
		forSector(lesson(`${example('construction')}${example('culinary')}${plain}`), 'culinary')
	);
	expect(html).not.toContain('construction');
	expect(html).toContain('culinary');
	expect(html).toContain('any');
});

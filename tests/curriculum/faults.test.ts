import { describe, expect, test } from 'vitest';
import { checkCurriculum } from '#lib/server/curriculum/check.ts';
import { describeFault, type FaultCode } from '#lib/server/curriculum/faults.ts';
import { english } from '#lib/server/curriculum/faults.en.ts';
import { spanish as spanishTexts } from '#lib/server/curriculum/faults.es.ts';
import { listedWords, listedWordsOf } from '#lib/server/curriculum/words.ts';
import { files, lesson, manifest, module, spanish, texts } from './small.ts';

const lessonPath = '1-first-steps/1-take-a-no.md';
const spanishPath = '1-first-steps/1-take-a-no.es.md';
const modulePath = '1-first-steps/module.md';

type Case = [
	name: string,
	path: string,
	find: string | RegExp,
	replacement: string,
	code: FaultCode,
	...also: FaultCode[]
];

/** One broken file each. § stands where the fault should be found and is taken out before the check. */
const broken: Case[] = [
	// The header
	['no header', lessonPath, /^---[^]*?---\n/, '§', 'frontmatter.missing', 'lesson.promise'],
	['a header that is never closed', lessonPath, /^---([^]*?)\n---\n/, '§---$1\n', 'frontmatter.unclosed'],
	[
		'YAML that can not be read',
		lessonPath,
		'targets: [work]',
		'targets: [work\n§kind: skill',
		'frontmatter.yaml'
	],
	['the same entry twice', lessonPath, 'core: true', 'core: true\n§core: true', 'frontmatter.yaml'],
	['an unknown entry', lessonPath, 'core: true', 'core: true\n§colour: green', 'frontmatter.unknown'],
	[
		'an unknown entry inside another',
		lessonPath,
		'  when:',
		'  §why: Because.\n  when:',
		'frontmatter.unknown'
	],
	['a reserved name as entry', lessonPath, 'core: true', 'core: true\n§__proto__: 1', 'frontmatter.unknown'],
	[
		'a missing title',
		lessonPath,
		'id: take-a-no\ntitle: Take a no\n',
		'§id: take-a-no\n',
		'frontmatter.required'
	],
	['a word where a number belongs', lessonPath, 'minutes: 60', '§minutes: an hour', 'frontmatter.type'],
	['a text where yes or no belongs', lessonPath, 'core: true', '§core: "yes"', 'frontmatter.type'],
	[
		'a list where a text belongs',
		lessonPath,
		'  when: Someone turns you down.',
		'  §when: [a, b]',
		'frontmatter.type'
	],
	['no minutes at all', lessonPath, 'minutes: 60', '§minutes: 0', 'frontmatter.small'],
	['more minutes than a day has', lessonPath, 'minutes: 60', '§minutes: 9000', 'frontmatter.large'],
	['an empty title', lessonPath, 'title: Take a no', '§title: " "', 'frontmatter.empty'],
	[
		'a title without end',
		lessonPath,
		'title: Take a no',
		`§title: ${'No '.repeat(999)}no`,
		'frontmatter.long'
	],
	['a header that is only a word', lessonPath, /^---[^]*?---/, '---\n§hello\n---', 'frontmatter.type'],
	['a header without entries', lessonPath, /^---[^]*?---/, '---§\n---', 'id.missing', 'frontmatter.required'],
	['an unknown kind of lesson', lessonPath, 'kind: skill', '§kind: drill', 'frontmatter.choice'],
	['a target with a capital', lessonPath, '[work]', '[§Work]', 'frontmatter.slug'],
	['no id', lessonPath, 'id: take-a-no\n', '§', 'id.missing'],
	['an id with a space', lessonPath, 'id: take-a-no', '§id: take a no', 'id.invalid'],
	[
		'a translation in the English file',
		lessonPath,
		'core: true',
		`core: true\n§translates: ${'a'.repeat(64)}`,
		'frontmatter.unknown'
	],

	// The parts of a skill lesson
	[
		'two steps',
		lessonPath,
		'steps: [Breathe., Say thank you., Ask one question.]',
		'§steps: [Breathe., Go.]',
		'skill.steps'
	],
	[
		'seven steps',
		lessonPath,
		'steps: [Breathe., Say thank you., Ask one question.]',
		'§steps: [A., B., C., D., E., F., G.]',
		'skill.steps'
	],
	['a step of two sentences', lessonPath, 'Say thank you.,', '§Say thank you. Then wait.,', 'skill.step'],
	[
		'a step that takes two breaths',
		spanishPath,
		'Dé las gracias.,',
		'§Dé las gracias por el tiempo y por la respuesta y espere ahí sin decir nada más.,',
		'skill.step'
	],
	[
		'a skill lesson without a skill',
		lessonPath,
		/kind: skill([^]*)skill:[^]*watchFor.*\n/,
		'§kind: skill$1',
		'skill.missing',
		'translation.part'
	],
	[
		'a skill lesson without a model',
		lessonPath,
		/kind: skill([^]*)\(model,/,
		'§kind: skill$1(teach,',
		'skill.activity',
		'translation.activity'
	],
	[
		'a skill lesson without a role-play',
		lessonPath,
		/kind: skill([^]*)\(role-play,/,
		'§kind: skill$1(teach,',
		'skill.activity',
		'translation.activity'
	],
	[
		'a skill lesson without feedback',
		lessonPath,
		/kind: skill([^]*)\(feedback,/,
		'§kind: skill$1(teach,',
		'skill.activity',
		'translation.activity'
	],
	[
		'a skill lesson without a plan',
		lessonPath,
		/kind: skill([^]*)\(plan,/,
		'§kind: skill$1(teach,',
		'skill.activity',
		'translation.activity'
	],

	// Activities
	['minutes that do not add up', lessonPath, 'minutes: 60', '§minutes: 90', 'lesson.minutes'],
	['no word on what the lesson gives', lessonPath, 'You learn to take a no.\n\n##', '§##', 'lesson.promise'],
	[
		'a promise for facilitators only',
		lessonPath,
		'You learn to take a no.\n\n##',
		':::say\nHi.\n:::\n\n§##',
		'lesson.promise'
	],
	[
		'no activity',
		lessonPath,
		/id: take([^]*?)\n##[^]*/,
		'§id: take$1',
		'lesson.empty',
		'translation.activities'
	],
	['an unknown kind of activity', lessonPath, '## See it (model,', '§## See it (modelling,', 'activity.kind'],
	['a heading without minutes', lessonPath, '## See it (model, 10 min)', '§## See it', 'activity.heading'],
	[
		'a heading in words',
		lessonPath,
		'## See it (model, 10 min)',
		'§## See it (model, ten minutes)',
		'activity.heading'
	],
	[
		'a heading made by a line below',
		lessonPath,
		'Pairs. Swap after three minutes.',
		'§Pairs.\n---',
		'activity.heading',
		'activity.empty'
	],
	['a title in the text', lessonPath, 'Pairs.', '§# Pairs\n\nGo.', 'heading.level'],
	['an activity inside a quote', lessonPath, 'Pairs.', '> §## Pairs (teach, 3 min)\n\nGo.', 'heading.level'],
	[
		'an activity without content',
		lessonPath,
		'## Try it (role-play, 25 min)',
		'§## Rest (discussion, 1 min)\n\n## Try it (role-play, 24 min)',
		'activity.empty',
		'translation.activities'
	],

	// Blocks
	['an unknown block', lessonPath, ':::say', '§:::shout', 'block.unknown'],
	[
		'a block that swallows the next activity',
		lessonPath,
		':::say\nWelcome back.\n:::',
		'§:::say\nWelcome back.',
		'block.unclosed',
		'block.nested'
	],
	['a block that nothing closes', lessonPath, /(:::worksheet[^]*\?\n):::\n$/, '§$1', 'block.unclosed'],
	['a space before the name', lessonPath, ':::say', '§::: say', 'block.space', 'block.stray'],
	['text after the name', lessonPath, ':::say\nWelcome', '§:::say Welcome', 'block.line', 'block.stray'],
	['an end too many', lessonPath, 'Welcome back.\n:::', 'Welcome back.\n:::\n\n§:::', 'block.stray'],
	['two colons', lessonPath, ':::say', '§::say', 'block.colons', 'block.stray'],
	['a block in a block', lessonPath, 'Welcome back.', '§:::tip\nSmile.', 'block.nested', 'block.stray'],
	['a block in a list', lessonPath, 'Pairs.', '- §:::tip\n  Smile.\n  :::\n\nGo.', 'block.nested'],
	['a block in a quote', lessonPath, 'Pairs.', '> §:::tip\n> Smile.\n> :::\n\nGo.', 'block.nested'],
	[
		'a block in code',
		lessonPath,
		'Pairs.',
		'```\n§:::tip\nSmile.\n:::\n```\n\nGo.',
		'block.line',
		'block.stray'
	],
	['a block pushed in by four spaces', lessonPath, ':::say', '    §:::say', 'block.line', 'block.stray'],
	['an unknown setting', lessonPath, ':::say', '§:::say{onclick="x"}', 'block.attribute'],
	['a setting of another block', lessonPath, ':::say', '§:::say{sector=construction}', 'block.attribute'],
	['a label in brackets', lessonPath, ':::say', '§:::say[Hello]', 'block.label'],
	['an empty block', lessonPath, ':::say\nWelcome back.\n', 'Hi.\n\n§:::say\n', 'block.empty'],
	[
		'an unknown sector',
		lessonPath,
		':::example{sector="construction"}',
		'§:::example{sector="mining"}',
		'example.sector'
	],
	[
		'a worksheet without id',
		lessonPath,
		':::worksheet{id="my-no"}',
		'§:::worksheet',
		'worksheet.id',
		'translation.worksheets'
	],
	[
		'a worksheet with a bad id',
		lessonPath,
		':::worksheet{id="my-no"}',
		'§:::worksheet{id="My no"}',
		'worksheet.id',
		'translation.worksheets'
	],
	[
		'a worksheet id twice',
		lessonPath,
		'Pairs.',
		':::worksheet{id="my-no"}\n- a: B?\n:::\n\nGo.',
		'worksheet.duplicate',
		'translation.worksheets'
	],
	[
		'a field without a name',
		lessonPath,
		'- day: On what day?',
		'§- On what day?',
		'worksheet.line',
		'translation.worksheets'
	],
	[
		'a field without a prompt',
		lessonPath,
		'- day: On what day?',
		'§- day:',
		'worksheet.line',
		'translation.worksheets'
	],
	['a paragraph in a worksheet', lessonPath, '- place:', '§Answer these.\n\n- place:', 'worksheet.line'],
	['a field twice', lessonPath, '- day: On', '§- place: On', 'worksheet.field', 'translation.worksheets'],

	// What Markdown could bring in
	['HTML', lessonPath, 'Pairs.', '§<div>Pairs</div>\n\nGo.', 'html.raw'],
	['HTML within a line', lessonPath, 'Pairs.', 'Go §<b>now.', 'html.raw'],
	['a picture from elsewhere', lessonPath, 'Pairs.', 'See §![x](https://example.com/x.png)', 'image.any'],
	['a picture in the link', lessonPath, 'Pairs.', 'See §![x](data:image/png;base64,AAAA)', 'image.any'],
	[
		'a picture by reference',
		lessonPath,
		'Pairs.',
		'See §![x][y]\n\n[y]: https://example.com/x.png\n\nGo.',
		'image.any'
	],
	['a link that runs', lessonPath, 'Pairs.', 'See §[x](javascript:alert)', 'link.scheme'],
	['a link that runs, in disguise', lessonPath, 'Pairs.', 'See §[x](jav&#x61;script:alert)', 'link.scheme'],
	['a link with data', lessonPath, 'Pairs.', 'See §[x](data:text/html,x)', 'link.scheme'],
	['a link without encryption', lessonPath, 'Pairs.', 'See §[x](http://example.com)', 'link.scheme'],
	['a bare address without encryption', lessonPath, 'Pairs.', 'See §http://example.com now.', 'link.scheme'],
	[
		'a link by reference',
		lessonPath,
		'Pairs.',
		'See [x][y].\n\n§[y]: javascript:alert\n\nGo.',
		'link.scheme'
	],
	['a link to a file', lessonPath, 'Pairs.', 'See §[x](../other.md)', 'link.scheme'],
	['a footnote', lessonPath, 'Pairs.', 'See.§[^1]\n\n[^1]: Here.', 'footnote.any'],
	['an invisible character', lessonPath, 'Pairs.', 'Pa§\u0008irs.', 'text.control'],

	// Too much for the parser
	['blocks five deep', lessonPath, 'Pairs.', ':::a\n::::b\n:::::c\n::::::d\n§:::::::e\n', 'text.deep'],
	['thirty quotes in each other', lessonPath, 'Pairs.', `§${'> '.repeat(30)}Hi`, 'text.deep'],
	['thirty lists in each other', lessonPath, 'Pairs.', `§${'- '.repeat(30)}Hi`, 'text.deep'],
	['a hundred stars', lessonPath, 'Pairs.', `§${'*'.repeat(120)}Hi`, 'text.marks'],
	['a thousand brackets', lessonPath, 'Pairs.', `§${'[a]'.repeat(1000)}Hi`, 'text.marks'],
	['4,000 lines', lessonPath, /^/, `§${'\n'.repeat(4000)}`, 'text.lines', 'frontmatter.missing'],
	['more than 64 kB', lessonPath, 'Pairs.', 'Pairs. '.repeat(10_000), 'text.size'],

	// Words and reading
	[
		'participant text that is too hard',
		lessonPath,
		'Pairs.',
		`§${'Participants systematically investigate organizational responsibilities and professional communication alternatives. '.repeat(6)}`,
		'reading.grade',
		'guide.grade'
	],
	[
		'a skill that is too hard to read',
		lessonPath,
		'title: Take a no',
		`§title: ${'Participants systematically investigate organizational alternatives. '.repeat(6)}`,
		'reading.grade',
		'guide.grade'
	],
	[
		'Spanish participant text that is too hard',
		spanishPath,
		'En parejas.',
		`§${'Los participantes investigarán sistemáticamente responsabilidades organizacionales alternativas. '.repeat(4)}`,
		'reading.score',
		'guide.score'
	],
	[
		'short words in sentences without end',
		lessonPath,
		'Pairs.',
		`§You see him ${'and he says no to you '.repeat(40)}`,
		'reading.sentences',
		'reading.grade',
		'guide.grade'
	],
	[
		'a guide that is too hard',
		lessonPath,
		'Welcome back.',
		`§${'Facilitators systematically investigate organizational responsibilities and professional communication alternatives. '.repeat(12)}`,
		'guide.grade'
	],
	[
		'a Spanish guide that is too hard',
		spanishPath,
		'Qué bueno verle.',
		`§${'Quienes facilitan investigarán sistemáticamente responsabilidades organizacionales alternativas. '.repeat(8)}`,
		'guide.score'
	],

	// Translations
	[
		'a translation that is behind',
		spanishPath,
		/translates: \w+/,
		`§translates: ${'a'.repeat(64)}`,
		'translation.behind'
	],
	[
		'a translation that names no hash',
		spanishPath,
		/translates: \w+/,
		'§translates: yesterday',
		'frontmatter.type'
	],
	[
		'a translation without a hash',
		spanishPath,
		/id: take-a-no\ntranslates: \w+\n/,
		'§id: take-a-no\n',
		'frontmatter.required'
	],
	['a translation with another id', spanishPath, 'id: take-a-no', '§id: recibir-un-no', 'translation.id'],
	[
		'a translation with other minutes',
		spanishPath,
		'title:',
		'§minutes: 45\ntitle:',
		'translation.value',
		'lesson.minutes'
	],
	['a translation of another kind', spanishPath, 'title:', '§kind: thinking\ntitle:', 'translation.value'],
	[
		'a translation that repeats practice differently',
		spanishPath,
		'{task: Solicite una vez.}',
		'{task: Hágalo., §times: 3}',
		'translation.value'
	],
	['a step less', spanishPath, /steps: .*/, '§steps: [A., B., C., D.]', 'translation.steps'],
	['a translation without care', spanishPath, /(id: [^]*)care: .*\n/, '§$1', 'translation.part'],
	[
		'an activity more',
		spanishPath,
		/$/,
		'\n§## Cierre (close, 1 min)\n\nHasta luego.\n',
		'translation.activities'
	],
	['an activity less', spanishPath, /\n(## Diga[^]*?)## Plan[^]*/, '\n§$1', 'translation.activities'],
	[
		'an activity of another kind',
		spanishPath,
		'## Así se ve (model,',
		'§## Así se ve (teach,',
		'translation.activity'
	],
	[
		'an activity of another length',
		spanishPath,
		'(model, 10 min)',
		'(model, 12 min)',
		'translation.activity'
	],
	['a field of another name', spanishPath, /(## Plan[^]*)- day:/, '§$1- dia:', 'translation.worksheets'],

	// curriculum.yaml and module.md
	['a version of two numbers', 'curriculum.yaml', 'version: 1.0.0', '§version: "1.0"', 'curriculum.version'],
	[
		'a version with leading zeros',
		'curriculum.yaml',
		'version: 1.0.0',
		'§version: 01.0.0',
		'curriculum.version'
	],
	['no English', 'curriculum.yaml', 'languages: [en, es]', '§languages: [es]', 'curriculum.languages'],
	['a language twice', 'curriculum.yaml', '[en, es]', '[en, es, §es]', 'frontmatter.repeated'],
	[
		'an essential lesson that there is none of',
		'curriculum.yaml',
		'[take-a-no]',
		'[take-a-no, §take-a-yes]',
		'completion.lesson'
	],
	['a plan in no lesson', 'curriculum.yaml', 'plan: take-a-no', '§plan: my-plan', 'completion.lesson'],
	[
		'more core lessons than there are',
		'curriculum.yaml',
		'coreLessons: 1',
		'§coreLessons: 2',
		'completion.count'
	],
	[
		'more applications than there are',
		'curriculum.yaml',
		'applications: all',
		'§applications: 1',
		'completion.count'
	],
	[
		'practice of more skills than there are',
		'curriculum.yaml',
		'skills: 1}',
		'§skills: 9}',
		'completion.count'
	],
	[
		'more skills shown than there are',
		'curriculum.yaml',
		'skillsShown: 1',
		'§skillsShown: 2',
		'completion.count'
	],
	[
		'applications that are neither all nor a number',
		'curriculum.yaml',
		'applications: all',
		'§applications: some',
		'frontmatter.type'
	],
	[
		'an entry that is no module',
		'curriculum.yaml',
		'[first-steps]',
		'[first-steps, §last-steps]',
		'entry.unknown'
	],
	[
		'an earlier lesson that became one that there is not',
		'curriculum.yaml',
		'entry:',
		'equivalents: [{from: [old], §to: gone}]\nentry:',
		'equivalents.to'
	],
	[
		'an earlier lesson that is still one',
		'curriculum.yaml',
		'entry:',
		'equivalents: [{from: [§take-a-no], to: take-a-no}]\nentry:',
		'equivalents.from',
		'equivalents.circle'
	],
	[
		'a lesson that two lines make',
		'curriculum.yaml',
		'entry:',
		'equivalents: [{from: [old], to: take-a-no}, {from: [older], §to: take-a-no}]\nentry:',
		'equivalents.twice'
	],
	[
		'earlier lessons that lead back to themselves',
		'curriculum.yaml',
		'entry:',
		'equivalents: [{from: [old], §to: older}, {from: [older], to: old}]\nentry:',
		'equivalents.circle',
		'equivalents.circle'
	],
	[
		'an earlier lesson twice in a line',
		'curriculum.yaml',
		'entry:',
		'equivalents: [{from: [old, §old], to: take-a-no}]\nentry:',
		'frontmatter.repeated'
	],
	[
		'an unknown entry in curriculum.yaml',
		'curriculum.yaml',
		'entry:',
		'§colour: green\nentry:',
		'frontmatter.unknown'
	],
	[
		'a standard for no module',
		'curriculum.yaml',
		'entry:',
		'standard: {sectors: {least: 1, modules: [§last-steps]}}\nentry:',
		'entry.unknown'
	],
	[
		'a standard for a module twice',
		'curriculum.yaml',
		'entry:',
		'standard: {sectors: {least: 1, modules: [first-steps, §first-steps]}}\nentry:',
		'frontmatter.repeated'
	],
	[
		'an unknown standard',
		'curriculum.yaml',
		'entry:',
		'standard: {§pictures: 3}\nentry:',
		'frontmatter.unknown'
	],
	['a module without id', modulePath, 'id: first-steps\n', '§', 'id.missing'],
	[
		'a module with an unknown entry',
		modulePath,
		'title: First',
		'§colour: green\ntitle: First',
		'frontmatter.unknown'
	]
];

describe('each broken file is told with file, line, column and code', () => {
	test('the small curriculum itself has no fault', () => {
		expect(checkCurriculum(files()).faults).toEqual([]);
	});

	test.each(broken)('%s', (_, path, find, replacement, code) => {
		const marked = texts[path].replace(find, replacement);
		expect(marked).not.toBe(texts[path]);
		const { faults } = checkCurriculum(files({ [path]: marked.replace('§', '') }));
		const place = marked.includes('§') ? placeOf(marked) : {};
		expect(faults).toContainEqual(expect.objectContaining({ file: path, code, ...place }));
	});

	test.each(broken)(
		'%s brings no fault beside it that is not one',
		(_, path, find, replacement, ...codes) => {
			const text = texts[path].replace(find, replacement).replace('§', '');
			const { faults } = checkCurriculum(files({ [path]: text }));
			const known = new Set<FaultCode>([...codes, 'translation.behind']);
			expect(faults.map((fault) => fault.code).filter((code) => !known.has(code))).toEqual([]);
		}
	);
});

const otherModule = module.replace('id: first-steps', 'id: more');

type Listing = [name: string, changes: Record<string, string | null>, file: string, code: FaultCode];

/** Faults of which files there are; these stand at the beginning of a file. */
const listings: Listing[] = [
	['no curriculum.yaml', { 'curriculum.yaml': null }, 'curriculum.yaml', 'curriculum.missing'],
	[
		'a folder without module.md',
		{ [modulePath]: null, '1-first-steps/module.es.md': null },
		modulePath,
		'module.missing'
	],
	['a folder without lessons', { '2-more/module.md': otherModule }, '2-more/module.md', 'module.empty'],
	['a file of another kind', { 'notes.txt': 'Hi.' }, 'notes.txt', 'file.unknown'],
	['a lesson without number', { '1-first-steps/extra.md': lesson }, '1-first-steps/extra.md', 'file.unknown'],
	['a lesson outside of a module', { '2-extra.md': lesson }, '2-extra.md', 'file.unknown'],
	[
		'a lesson with capitals in its name',
		{ '1-first-steps/2-Extra.md': lesson },
		'1-first-steps/2-Extra.md',
		'file.unknown'
	],
	[
		'two lessons of one number',
		{ '1-first-steps/1-take-b.md': other('take-b') },
		'1-first-steps/1-take-b.md',
		'file.number'
	],
	[
		'two modules of one number',
		{ '1-more/module.md': otherModule, '1-more/1-b.md': other('b') },
		'1-more/module.md',
		'file.number'
	],
	[
		'a lesson left out',
		{ '1-first-steps/3-take-b.md': other('take-b') },
		'1-first-steps/3-take-b.md',
		'file.gap'
	],
	[
		'a module left out',
		{ '3-more/module.md': otherModule, '3-more/1-b.md': other('b') },
		'3-more/module.md',
		'file.gap'
	],
	['a lesson that is not translated', { [spanishPath]: null }, lessonPath, 'translation.missing'],
	[
		'a module that is not translated',
		{ '1-first-steps/module.es.md': null },
		modulePath,
		'translation.missing'
	],
	[
		'a translation of nothing',
		{ '1-first-steps/2-b.es.md': spanish },
		'1-first-steps/2-b.es.md',
		'translation.alone'
	],
	[
		'a language that is not listed',
		{ 'curriculum.yaml': manifest.replace('[en, es]', '[en]') },
		spanishPath,
		'language.unlisted'
	]
];

function other(id: string) {
	return lesson.replace('id: take-a-no', `id: ${id}`);
}

describe('which files there are is checked too', () => {
	test.each(listings)('%s', (_, changes, file, code) => {
		const { faults } = checkCurriculum(files(changes));
		expect(faults).toContainEqual(expect.objectContaining({ file, code, line: 1, column: 1 }));
	});

	test('an id that two lessons share is told at the second', () => {
		const { faults } = checkCurriculum(files({ '1-first-steps/2-again.md': lesson }));
		const params = { id: 'take-a-no', other: lessonPath };
		const expected = { file: '1-first-steps/2-again.md', line: 2, column: 1, code: 'id.duplicate', params };
		expect(faults).toContainEqual(expect.objectContaining(expected));
	});

	test('an elective can not be essential', () => {
		const elective = lesson.replace('core: true', 'core: false');
		const { faults } = checkCurriculum(files({ [lessonPath]: elective, [spanishPath]: null }));
		expect(faults).toContainEqual(expect.objectContaining({ line: 9, column: 15, code: 'completion.core' }));
	});
});

type Asked = [name: string, standard: string, find: string, replacement: string, code: FaultCode];

/** What curriculum.yaml asks of its lessons, and a lesson that does not keep to it. */
const asked: Asked[] = [
	[
		'a lesson that is too short',
		'{words: {least: 200, most: 300}}',
		'title: Take',
		'§title: Take',
		'lesson.words'
	],
	[
		'a lesson that is too long',
		'{words: {least: 1, most: 40}}',
		'title: Take',
		'§title: Take',
		'lesson.words'
	],
	[
		'a role-play with too few scenes',
		'{scenarios: 3}',
		'## Try it (role-play, 25 min)\n\n',
		'§## Try it (role-play, 25 min)\n\n- A shop says no.\n- A lead says no.\n\n',
		'lesson.scenarios'
	],
	[
		'scenes that only facilitators see',
		'{scenarios: 2}',
		'## Try it (role-play, 25 min)\n\n',
		'§## Try it (role-play, 25 min)\n\n:::do\n- A shop says no.\n- A lead says no.\n:::\n\n',
		'lesson.scenarios'
	],
	[
		'examples of one sector only',
		'{sectors: {least: 2, modules: [first-steps]}}',
		'title: Take',
		'§title: Take',
		'lesson.sectors'
	]
];

describe('what curriculum.yaml asks of its lessons', () => {
	test.each([
		'{words: {least: 40, most: 300}, scenarios: 0}',
		'{sectors: {least: 1, modules: [first-steps]}}',
		'{}'
	])('%s is kept by the small lesson', (standard) => {
		expect(faultsUnder(standard, lesson)).toEqual([]);
	});

	test('enough scenes in the first list of the role-play are enough; an application lesson needs none', () => {
		const scenes = 'min)\n\n- A shop.\n- A lead.\n- A friend.\n\n- Another list.\n\nPairs';
		expect(faultsUnder('{scenarios: 3}', lesson.replace('min)\n\nPairs', scenes))).toEqual([]);
		expect(faultsUnder('{scenarios: 3}', lesson.replace('kind: skill', 'kind: application'))).toEqual([
			expect.objectContaining({ code: 'completion.count' })
		]);
	});

	test('a length outside is a warning, and is published', () => {
		expect(faultsUnder('{words: {least: 900, most: 1800}}', lesson)).toMatchObject([{ level: 'warning' }]);
	});

	test.each(asked)('%s', (_, standard, find, replacement, code) => {
		const marked = lesson.replace(find, replacement);
		const told = faultsUnder(standard, marked.replace('§', ''));
		const expected = { file: lessonPath, code, ...placeOf(marked) };
		expect(told).toEqual([expect.objectContaining(expected)]);
	});
});

function faultsUnder(standard: string, text: string) {
	const yaml = `${manifest}standard: ${standard}\n`;
	return checkCurriculum(
		files({ 'curriculum.yaml': yaml, [lessonPath]: text, [spanishPath]: null })
	).faults.filter(({ code }) => code !== 'translation.missing');
}

describe('words that label a person', () => {
	const spelled = Object.entries(listedWordsOf).flatMap(([language, list]) =>
		list.flatMap(({ words }) => words.map((word) => [language, word] as const))
	);

	test('are listed in both languages', () => {
		expect(spelled.filter(([language]) => language === 'en').length).toBeGreaterThanOrEqual(14);
		expect(spelled.filter(([language]) => language === 'es').length).toBeGreaterThanOrEqual(8);
	});

	test.each(spelled)('%s: %s is found as a whole word, in any case, at its place', (language, word) => {
		expect(listedWords(`A\n(${word}), ${word.toUpperCase()}.`, language)).toMatchObject([
			{ line: 2, column: 2, code: 'word.listed', params: { word } },
			{ line: 2, column: word.length + 5, params: { word: word.toUpperCase() } }
		]);
		expect(listedWords(`z${word} ${word}z ${word}1`, language)).toEqual([]);
	});

	test('are faults in the header, in blocks and in plain text alike', () => {
		const [, word] = spelled[0];
		const text = lesson
			.replace('Arguing', `${word} Arguing`)
			.replace('Welcome', `${word} Welcome`)
			.replace('Pairs', `${word} Pairs`);
		const told = checkCurriculum(files({ [lessonPath]: text })).faults;
		expect(told.filter(({ code }) => code === 'word.listed')).toMatchObject([
			{ line: 12, column: 13 },
			{ line: 22, column: 1 },
			{ line: 33, column: 1 }
		]);
	});

	test('leave the name of a sector alone', () => {
		const [sectorWord] = listedWordsOf.en.find(({ notBefore }) => notBefore)!.words;
		expect(listedWords(`${sectorWord} energy, {sector="${sectorWord}-energy"}`, 'en')).toEqual([]);
	});
});

test('the faults of all files are told at once, in the order of files and lines', () => {
	const changes = {
		'curriculum.yaml': manifest.replace('version: 1.0.0', 'version: 1').replace('sectors', 'sektors'),
		[modulePath]: module.replace('id: first-steps', 'id: First'),
		[lessonPath]: lesson
			.replace('(model,', '(modell,')
			.replace('Pairs.', '<b>Pairs</b> ![x](y)')
			.replace('core:', 'kore:'),
		[spanishPath]: spanish.replace(':::say', '::: say'),
		'odd.txt': ''
	};
	const told = checkCurriculum(files(changes)).faults.map(
		({ file, line, column, code }) => `${file}:${line}:${column} ${code}`
	);
	expect(told).toEqual([
		`${spanishPath}:3:1 translation.behind`,
		`${spanishPath}:18:1 block.space`,
		`${spanishPath}:20:1 block.stray`,
		`${lessonPath}:2:1 frontmatter.required`,
		`${lessonPath}:5:1 frontmatter.unknown`,
		`${lessonPath}:25:1 activity.kind`,
		`${lessonPath}:33:1 html.raw`,
		`${lessonPath}:33:9 html.raw`,
		`${lessonPath}:33:14 image.any`,
		'1-first-steps/module.es.md:3:1 translation.behind',
		`${modulePath}:2:1 id.invalid`,
		'curriculum.yaml:4:1 curriculum.version',
		'curriculum.yaml:6:1 frontmatter.unknown',
		'odd.txt:1:1 file.unknown'
	]);
});

describe('a fault in words', () => {
	const codes = Object.keys(english.faults) as FaultCode[];
	const namesIn = (parts: readonly string[]) =>
		[...parts.join(' ').matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

	test.each(codes)('%s reads the same in both languages', (code) => {
		expect([...new Set(namesIn(spanishTexts.faults[code]))]).toEqual([
			...new Set(namesIn(english.faults[code]))
		]);
	});

	test('every fault that can be told has a broken file here', () => {
		const tried = new Set<FaultCode>([
			...broken.map((row) => row[4]),
			...listings.map((row) => row[3]),
			...asked.map((row) => row[4])
		]);
		const elsewhere: FaultCode[] = ['id.duplicate', 'completion.core', 'word.listed', 'text.unreadable'];
		expect(codes.filter((code) => !tried.has(code) && !elsewhere.includes(code))).toEqual([]);
	});

	const cases: [name: string, changes: Record<string, string | null>][] = [
		...broken.map(([name, path, find, replacement]): [string, Record<string, string>] => [
			name,
			{ [path]: texts[path].replace(find, replacement).replace('§', '') }
		]),
		...listings.map(([name, changes]): [string, Record<string, string | null>] => [name, changes])
	];
	test.each(cases)('%s: every parameter is filled in', (_, changes) => {
		for (const fault of checkCurriculum(files(changes)).faults) {
			const named = new Set(namesIn(english.faults[fault.code]));
			expect(Object.keys(fault.params)).toEqual(expect.arrayContaining([...named]));
			expect(Object.values(fault.params).every((value) => value !== '' && value !== undefined)).toBe(true);
		}
	});

	test('names the parameters, and what was expected, in the language of the reader', () => {
		const fault = { code: 'frontmatter.type', params: { key: 'core', expected: 'boolean' } } as const;
		const at = { ...fault, line: 1, column: 1, level: 'fault' } as const;
		expect(describeFault(at, 'en').problem).toBe('“core” should be true or false');
		expect(describeFault(at, 'es').problem).toBe('“core” debe ser true o false');
	});
});

function placeOf(marked: string) {
	const before = marked.slice(0, marked.indexOf('§')).split('\n');
	return { line: before.length, column: before.at(-1)!.length + 1 };
}

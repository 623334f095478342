/** The words of each fault in English: what is wrong, and what to do. */

export const english = {
	faults: {
		'file.unknown': [
			'This file is neither curriculum.yaml, nor module.md, nor a lesson',
			'Name a lesson “<number>-<name>.md” inside a folder “<number>-<name>”, in small letters, digits and hyphens, or move the file out'
		],
		'file.number': [
			'The number {number} is already used by {other}',
			'Give this file or folder a number of its own'
		],
		'file.gap': [
			'The number {number} is missing before this one',
			'Number without gaps, in the order of teaching'
		],
		'module.missing': [
			'The folder {folder} has no module.md',
			'Add {folder}/module.md with an id and a title'
		],
		'module.empty': ['The folder {folder} has no lesson', 'Add a lesson to it, or remove the folder'],
		'curriculum.missing': ['There is no curriculum.yaml', 'Add it to the top folder of the curriculum'],
		'curriculum.version': ['“{value}” is not a version', 'Write three numbers with dots, such as 1.0.0'],
		'curriculum.languages': [
			'English is not among the languages',
			'List “en” first: it is the text that others translate'
		],

		'text.size': ['The text is longer than {limit} kB', 'Split the lesson in two'],
		'text.deep': [
			'Too many blocks, quotes or lists stand inside each other here',
			'Close what is open, and keep at most a list inside a list'
		],
		'text.marks': [
			'Too many marks (* _ ~ [ ] ` < | &) stand close together here',
			'Use them for single words or links, and put an empty line between paragraphs'
		],
		'text.lines': ['The text has more than {limit} lines', 'Split the lesson in two'],
		'text.control': [
			'There is an invisible control character (U+{code})',
			'Delete it and type the word again'
		],
		'text.unreadable': [
			'The text is too tangled to be read',
			'Take out quotes, lists and marks that stand inside each other'
		],

		'frontmatter.missing': [
			'The file does not begin with a header',
			'Begin with a line “---”, then “id:” and the rest, then a second line “---”'
		],
		'frontmatter.unclosed': ['The header is never closed', 'Put a line “---” below its last entry'],
		'frontmatter.yaml': [
			'The header can not be read: {message}',
			'Check colons, indents and quotes in this line'
		],
		'frontmatter.unknown': [
			'“{key}” is not an entry that is known here',
			'Check its spelling, or take it out'
		],
		'frontmatter.required': ['The entry “{key}” is missing', 'Add it'],
		'frontmatter.type': [
			'“{key}” should be {expected}',
			'Write it that way; put text with a colon or a # in quotes'
		],
		'frontmatter.choice': ['“{value}” is not known for “{key}”', 'Choose one of: {allowed}'],
		'frontmatter.empty': ['“{key}” is empty', 'Fill it in, or take it out if it may be left out'],
		'frontmatter.small': ['“{key}” is too small', 'Give a number of at least {min}'],
		'frontmatter.large': ['“{key}” is too large', 'Give a number of at most {max}'],
		'frontmatter.long': ['“{key}” is too long', 'Stay below {max} characters or items'],
		'frontmatter.slug': [
			'“{value}” can not be used for “{key}”',
			'Use small letters a-z, digits and single hyphens, beginning with a letter'
		],
		'frontmatter.repeated': ['“{value}” stands twice in “{key}”', 'Name it once'],

		'id.missing': ['There is no id', 'Add “id:” with a short name that no lesson or module ever had'],
		'id.invalid': [
			'“{value}” can not be an id',
			'Use small letters a-z, digits and single hyphens, beginning with a letter'
		],
		'id.duplicate': ['The id “{id}” is already used by {other}', 'Choose another; an id is never used again'],

		'skill.missing': ['A skill lesson needs a skill', 'Add “skill:” with name, steps, when and watchFor'],
		'skill.steps': ['A skill has three to six steps, not {count}', 'Join or split steps'],
		'skill.step': [
			'A step is one short sentence; this one has {words} words in {sentences} sentences',
			'Say it in one sentence of at most {limit} words'
		],
		'skill.activity': [
			'A skill lesson needs an activity of the kind {kind}',
			'Add a heading such as “## Title ({kind}, 10 min)” with what to do'
		],

		'lesson.promise': [
			'Nothing tells the participant what this lesson gives',
			'Write one or two sentences between the header and the first activity'
		],
		'lesson.empty': ['The lesson has no activity', 'Add headings such as “## Check-in (check-in, 10 min)”'],
		'lesson.minutes': [
			'The activities add up to {sum} minutes, the header says {minutes}',
			'Change the activities or “minutes” so that both agree'
		],

		'activity.heading': [
			'“{text}” is not a heading of an activity',
			'Write “## Title (kind, 10 min)”; use ### for a heading inside an activity'
		],
		'activity.kind': ['“{kind}” is not a kind of activity', 'Choose one of: {allowed}'],
		'activity.empty': [
			'The activity “{title}” has no content',
			'Write what happens in it, or take out its heading'
		],
		'heading.level': [
			'A heading with # or ## can not stand here',
			'Use ### inside an activity; the title stands in the header'
		],

		'block.unknown': ['“{name}” is not a block', 'Choose one of: {allowed}'],
		'block.unclosed': [
			'The block “{name}” is not closed before the next activity or the end',
			'Put a line “:::” where the block ends'
		],
		'block.nested': [
			'The block “{name}” stands inside another block, a list or a quote',
			'Close what is open with a line “:::” before it, and begin it at the start of a line'
		],
		'block.space': [
			'There is a space between ::: and the name of the block',
			'Write “:::{name}” without a space'
		],
		'block.line': [
			'This line looks like the beginning of a block but is not read as one',
			'Let “:::name” stand alone on its line, outside of code, HTML and tables'
		],
		'block.stray': ['This “:::” closes nothing', 'Take it out, or open a block above it'],
		'block.colons': ['A block begins with three colons', 'Write “:::{name}”'],
		'block.attribute': ['The block “{name}” has no setting “{attribute}”', 'Take it out'],
		'block.label': ['A block has no label in brackets', 'Put the text on a line of its own inside the block'],
		'block.empty': ['The block “{name}” is empty', 'Fill it in, or take it out'],

		'example.sector': ['“{sector}” is not a sector of this curriculum', 'Choose one of: {allowed}'],
		'worksheet.id': [
			'The worksheet has no id, or one that can not be used',
			'Write “:::worksheet{id="my-sheet"}” with small letters, digits and hyphens'
		],
		'worksheet.duplicate': ['The worksheet id “{id}” stands twice in this lesson', 'Choose another'],
		'worksheet.line': ['This is not a field of a worksheet', 'Write each field as one line “- name: prompt”'],
		'worksheet.field': ['The field “{name}” stands twice in this worksheet', 'Choose another name'],

		'html.raw': [
			'HTML is not used in lessons',
			'Write it as Markdown, or put it in backticks to show it as it is'
		],
		'image.any': ['Pictures are not used in lessons', 'Say it in words, or draw it in the room'],
		'link.scheme': [
			'The link “{url}” can not be used',
			'Link to an address with https://, mailto: or tel:, or write the words without a link'
		],
		'footnote.any': ['Footnotes are not used in lessons', 'Put the note into the text'],

		'word.listed': ['“{word}” labels a person', 'Say: {instead}'],
		'reading.grade': [
			'What participants read is at grade {grade}; the limit is {limit}',
			'Use shorter sentences and shorter words, beginning here'
		],
		'reading.score': [
			'What participants read scores {score} (Fernández-Huerta); the least is {limit}',
			'Use shorter sentences and shorter words, beginning here'
		],
		'reading.sentences': [
			'Sentences that participants read have {average} words on average; stay below {limit}',
			'Make two sentences of one, beginning here'
		],
		'guide.grade': [
			'The guide is at grade {grade}; the limit is {limit}',
			'Use shorter sentences and shorter words, beginning here'
		],
		'guide.score': [
			'The guide scores {score} (Fernández-Huerta); the least is {limit}',
			'Use shorter sentences and shorter words, beginning here'
		],

		'lesson.words': [
			'The lesson has {length} words; curriculum.yaml asks for {least} to {most}',
			'Shorten it, or say more, until it fits'
		],
		'lesson.scenarios': [
			'There are {there} scenes to try; curriculum.yaml asks for {wanted}',
			'Write them as the first list of a role-play, outside of blocks'
		],
		'lesson.sectors': [
			'The examples are from {there} sectors; curriculum.yaml asks for {wanted}',
			'Add “:::example{sector="…"}” from other sectors'
		],

		'language.unlisted': [
			'“{language}” is not among the languages of curriculum.yaml',
			'Add it there once the whole curriculum is translated'
		],
		'translation.missing': ['There is no text in “{language}”', 'Add {path}'],
		'translation.alone': ['There is no English text for this file', 'Add {path}, or remove this file'],
		'translation.behind': [
			'The English text has changed since this translation',
			'Translate the change, then set “translates” to {hash}'
		],
		'translation.value': ['“{key}” differs from the English text', 'Set it to {wanted}, or leave it out'],
		'translation.id': ['The id differs from the English text', 'Set it to “{wanted}”'],
		'translation.steps': ['The skill has {count} steps, in English {wanted}', 'Translate step by step'],
		'translation.part': ['“{key}” is only in one of the two languages', 'Have it in both, or in neither'],
		'translation.activities': [
			'There are {count} activities, in English {wanted}',
			'Translate activity by activity'
		],
		'translation.activity': [
			'This activity differs in kind or minutes from the English “{title}”',
			'Write ({wanted}) in its heading'
		],
		'translation.worksheets': [
			'The worksheets of this activity differ from the English ones',
			'Keep their ids and the names of their fields in the same order: {wanted}'
		],

		'completion.lesson': ['“{id}” is not a lesson of this curriculum', 'Use the id of a lesson'],
		'completion.core': ['“{id}” is not a core lesson', 'Name core lessons only, or make it core'],
		'completion.count': ['“{key}” asks for {wanted}, but there are only {there}', 'Lower it, or add lessons'],
		'entry.unknown': ['“{id}” is not a module of this curriculum', 'Use the id of a module'],
		'equivalents.to': [
			'“{id}” is not a lesson of this curriculum',
			'After “to:”, use the id of the lesson that the earlier ones became'
		],
		'equivalents.from': [
			'“{id}” is still a lesson of this curriculum: its credit counts by its id',
			'After “from:”, name only lessons that are gone; give what was split or merged a new id'
		],
		'equivalents.twice': [
			'Two lines say what “{id}” was made of',
			'Put all the ids that it was made of in one line'
		],
		'equivalents.circle': ['“{id}” leads back to itself', 'Take out the line that closes the circle']
	},
	expected: {
		string: 'text',
		number: 'a number',
		int: 'a whole number',
		boolean: 'true or false',
		array: 'a list',
		object: 'a group of entries',
		'all-or-number': '“all” or a whole number',
		hash: 'the 64 letters and digits of a SHA-256 hash'
	}
} as const;

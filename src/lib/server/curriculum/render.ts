/** A lesson as HTML for one audience, activity by activity, so that a screen can show them one at a time. */
import type { Element, ElementContent } from 'hast';
import type { Definition, RootContent } from 'mdast';
import type { ContainerDirective } from 'mdast-util-directive';
import rehypeSanitize from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkRehype, { type Options } from 'remark-rehype';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { lessonFor, mayRead, type Audience } from './audiences.ts';
import type { BlockName } from './markdown.ts';
import type { LessonText } from './parse.ts';
import { safeLinks, schema } from './sanitize.ts';
import { slugPattern } from './schema.ts';
import { fieldsOf } from './worksheets.ts';

/** The words above each block in the reader's language; empty: none. `sectors` names them for examples. */
export type Labels = Record<BlockName, string> & { sectors?: Record<string, string> };
/** Headings of activities are not part of their HTML: the page writes them. */
export type RenderedLesson = { intro: string; activities: { key: string; html: string }[] };

type Handlers = NonNullable<Options['handlers']>;
type State = Parameters<NonNullable<Handlers['text']>>[0];

export function renderLesson(lesson: LessonText, audience: Audience, labels: Labels): RenderedLesson {
	const { care, intro, activities } = lessonFor(audience, lesson);
	const toHtml = renderer(
		audience,
		labels,
		definitionsIn([...intro, ...activities.flatMap(({ nodes }) => nodes)])
	);
	return {
		intro: (care ? toHtml([careBlock(care)]) : '') + toHtml(intro),
		activities: activities.map(({ key, nodes }) => ({ key, html: toHtml(nodes) }))
	};
}

/** For parts of a lesson that one audience may read: its addresses are found wherever in it they stand. */
export const htmlFor = (audience: Audience, labels: Labels, { intro, activities }: LessonText) =>
	renderer(audience, labels, definitionsIn([...intro, ...activities.flatMap(({ nodes }) => nodes)]));

/** A module's guide, which is for facilitators. */
export const renderGuide = (nodes: RootContent[], labels: Labels): string =>
	renderer('facilitator', labels, definitionsIn(nodes))(nodes);

function renderer(audience: Audience, labels: Labels, definitions: Definition[]) {
	const processor = unified()
		.use(remarkRehype, { handlers: handlersFor(audience, labels) })
		.use(safeLinks)
		.use(rehypeSanitize, schema)
		.use(rehypeStringify)
		.freeze();
	return (nodes: RootContent[]): string => {
		const tree = processor.runSync({ type: 'root', children: [...definitions, ...nodes] });
		return processor.stringify(tree).trim();
	};
}

/** Where a reference in one activity finds its address, wherever the audience could read it. */
function definitionsIn(nodes: RootContent[]): Definition[] {
	const definitions: Definition[] = [];
	visit({ type: 'root', children: nodes }, 'definition', (node) => void definitions.push(node));
	return definitions;
}

function handlersFor(audience: Audience, labels: Labels): Handlers {
	return {
		containerDirective(state: State, node: ContainerDirective) {
			if (!mayRead(audience, node.name))
				throw new Error(`a "${node.name}" block got as far as a ${audience}`);
			return block(state, node, labels);
		},
		image: (_: State, node: { alt?: string | null }) => ({ type: 'text', value: node.alt ?? '' }),
		imageReference: (_: State, node: { alt?: string | null }) => ({ type: 'text', value: node.alt ?? '' }),
		footnoteReference: (_: State, node: { identifier: string }) => ({
			type: 'text',
			value: `[^${node.identifier}]`
		})
	};
}

function block(state: State, node: ContainerDirective, labels: Labels): Element {
	const { name } = node;
	const sector = node.attributes?.sector ?? '';
	const classes = ['block', `block-${name}`, ...(slugPattern.test(sector) ? [`sector-${sector}`] : [])];
	const label = [labels[name as BlockName], name === 'example' && labels.sectors?.[sector]]
		.filter(Boolean)
		.join(': ');
	const content = name === 'worksheet' ? worksheet(state, node) : (state.all(node) as ElementContent[]);
	return element('div', classes, [
		...(label ? [element('p', ['block-label'], [{ type: 'text', value: label }])] : []),
		...(name === 'ask' ? content.map(markListening) : content)
	]);
}

/** A list of prompts with room to write, for paper and for reading; what is written stays with its writer. */
function worksheet(state: State, node: ContainerDirective): ElementContent[] {
	const { fields, others } = fieldsOf(node);
	if (others.length) return state.all(node) as ElementContent[];
	const id = node.attributes?.id ?? '';
	const rows = fields.flatMap(({ name, prompt }) => [
		element('dt', [`field-${name}`], state.all({ type: 'paragraph', children: prompt }) as ElementContent[]),
		element('dd', ['blank'], [])
	]);
	return [element('dl', ['worksheet', ...(slugPattern.test(id) ? [`worksheet-${id}`] : [])], rows)];
}

/** In a question, the paragraph that says what a facilitator may hear. */
function markListening(node: ElementContent): ElementContent {
	if (node.type !== 'element' || node.tagName !== 'p') return node;
	const [first] = node.children;
	const listens = first?.type === 'text' && /^(?:Listen for|Escuche):/.test(first.value);
	return listens ? { ...node, properties: { className: ['listen'] } } : node;
}

const careBlock = (care: string): ContainerDirective => ({
	type: 'containerDirective',
	name: 'care',
	children: [{ type: 'paragraph', children: [{ type: 'text', value: care }] }]
});

const element = (tagName: string, className: string[], children: ElementContent[]): Element => ({
	type: 'element',
	tagName,
	properties: className.length ? { className } : {},
	children
});

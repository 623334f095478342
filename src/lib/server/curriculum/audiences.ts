/** Who sees which block. Facilitators see all; a block that nobody knows is theirs alone. */
import type { RootContent } from 'mdast';
import type { BlockName } from './markdown.ts';
import type { LessonText } from './parse.ts';

export const audiences = ['facilitator', 'participant', 'room', 'handout'] as const;
export type Audience = (typeof audiences)[number];

const shown: Record<Exclude<Audience, 'facilitator'>, readonly BlockName[]> = {
	participant: ['show', 'example', 'worksheet'],
	room: ['show', 'example', 'worksheet'],
	handout: ['show', 'example', 'worksheet']
};

export const mayRead = (audience: Audience, block: string): boolean =>
	audience === 'facilitator' || shown[audience].includes(block as BlockName);

/** The same nodes without what the audience must not read, at any depth. The tree itself stays as it is. */
export function visibleTo<N extends RootContent>(audience: Audience, nodes: N[]): N[] {
	if (audience === 'facilitator') return nodes;
	return nodes.flatMap((node) => {
		if (node.type === 'containerDirective' && !mayRead(audience, node.name)) return [];
		if (!('children' in node)) return [node];
		return [{ ...node, children: visibleTo(audience, node.children as RootContent[]) } as N];
	});
}

/** A lesson as one audience may read it: from the first block that can't be trusted on, others see nothing. */
export function lessonFor(audience: Audience, text: LessonText): LessonText {
	if (audience === 'facilitator') return text;
	const trusted = text.unsureFrom ?? Infinity;
	return {
		...text,
		care: null,
		intro: trusted < 0 ? [] : visibleTo(audience, text.intro),
		activities: text.activities.map((activity, i) => ({
			...activity,
			nodes: i >= trusted || trusted < 0 ? [] : visibleTo(audience, activity.nodes)
		}))
	};
}

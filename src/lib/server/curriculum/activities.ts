/** The activities of a lesson: what stands below each `## Title (kind, 10 min)`. */
import type { Heading, Root, RootContent } from 'mdast';
import { startOf } from './blocks.ts';
import { finding, type Finding } from './faults.ts';
import { activityKinds, type ActivityKind } from './outline.ts';
import { textOf } from './plain.ts';
import type { Place } from './source.ts';

export type ParsedActivity = {
	key: string;
	title: string;
	kind: ActivityKind;
	minutes: number;
	place: Place;
	nodes: RootContent[];
};

/** What comes before the first activity, the activities, and the headings that are not in the form. */
export function readActivities(root: Root): {
	intro: RootContent[];
	activities: ParsedActivity[];
	findings: Finding[];
} {
	const { intro, sections } = split(root);
	const keys = new Set<string>();
	const read = sections.map(({ heading, nodes }) => readActivity(heading, nodes, keys));
	return {
		intro,
		activities: read.map(({ activity }) => activity),
		findings: read.flatMap(({ finding }) => finding ?? [])
	};
}

function split(root: Root) {
	const intro: RootContent[] = [];
	const sections: { heading: Heading; nodes: RootContent[] }[] = [];
	for (const node of root.children) {
		if (node.type === 'heading' && node.depth === 2) sections.push({ heading: node, nodes: [] });
		else (sections.at(-1)?.nodes ?? intro).push(node);
	}
	return { intro, sections };
}

/** A heading that is not in the form still begins an activity, so that the rest can be read and checked. */
function readActivity(heading: Heading, nodes: RootContent[], keys: Set<string>) {
	const place = startOf(heading);
	const text = textOf(heading);
	const [, title = text, kind = '', minutes = '0'] =
		/^(.*\S)\s+\(([^(),]+),\s*([1-9]\d{0,2}) min\)$/.exec(text) ?? [];
	const isKnown = activityKinds.includes(kind as ActivityKind);
	const activity: ParsedActivity = {
		key: uniqueKey(title, keys),
		title,
		kind: isKnown ? (kind as ActivityKind) : 'discussion',
		minutes: Number(minutes),
		place,
		nodes
	};
	if (!kind) return { activity, finding: finding('activity.heading', place, { text }) };
	const allowed = activityKinds.join(', ');
	return { activity, finding: isKnown ? null : finding('activity.kind', place, { kind, allowed }) };
}

function uniqueKey(title: string, keys: Set<string>): string {
	const letters = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
	const slug =
		letters
			.replace(/[’']/g, '')
			.replace(/[^a-z0-9]+/g, '-')
			.replace(/^-|-$/g, '') || 'activity';
	let key = slug;
	for (let n = 2; keys.has(key); n++) key = `${slug}-${n}`;
	keys.add(key);
	return key;
}

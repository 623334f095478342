/** What zod found in a header, as a fault with its code. */
import type { z } from 'zod';
import { finding, type Finding } from './faults.ts';
import type { Place } from './source.ts';

/** `value` is what stands at the issue's path. */
export function issueFinding(issue: z.core.$ZodIssue, value: unknown, place: Place): Finding {
	const key = issue.path.join('.') || '---';
	const shown = typeof value === 'string' ? value : String(JSON.stringify(value));
	if (key === 'id')
		return finding(value === undefined ? 'id.missing' : 'id.invalid', place, { value: shown });
	if (value === undefined) return finding('frontmatter.required', place, { key });
	if (key === 'version') return finding('curriculum.version', place, { value: shown });
	if (key === 'skill.steps' && Array.isArray(value))
		return finding('skill.steps', place, { count: value.length });
	switch (issue.code) {
		case 'invalid_type':
			return finding('frontmatter.type', place, { key, expected: issue.expected });
		case 'invalid_union':
			return finding('frontmatter.type', place, { key, expected: 'all-or-number' });
		case 'invalid_value':
			return finding('frontmatter.choice', place, { key, value: shown, allowed: issue.values.join(', ') });
		case 'too_small':
		case 'too_big':
			return sizeFinding(issue, key, place);
		default:
			return formatFinding(key, shown, place);
	}
}

function sizeFinding(
	issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
	key: string,
	place: Place
): Finding {
	const isNumber = issue.origin === 'number' || issue.origin === 'int';
	if (issue.code === 'too_big') {
		return finding(isNumber ? 'frontmatter.large' : 'frontmatter.long', place, {
			key,
			max: Number(issue.maximum)
		});
	}
	if (isNumber) return finding('frontmatter.small', place, { key, min: Number(issue.minimum) });
	return finding('frontmatter.empty', place, { key });
}

function formatFinding(key: string, value: string, place: Place): Finding {
	if (key === 'translates') return finding('frontmatter.type', place, { key, expected: 'hash' });
	if (!value.trim()) return finding('frontmatter.empty', place, { key });
	return finding('frontmatter.slug', place, { key, value });
}

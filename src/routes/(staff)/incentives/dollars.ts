/** Amounts as people write them: "25", "25.50", "$1,200.00". */
import { z } from 'zod';

/** Cents; exact: no number with a fraction is ever reckoned with. Undefined: it is no amount. */
export function centsIn(text: string): number | undefined {
	const plain = text
		.trim()
		.replace(/^\$\s*/, '')
		.replace(/,(?=\d{3}(\D|$))/g, '');
	const parts = plain.match(/^(\d{1,9})(?:\.(\d{1,2}))?$/);
	return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : undefined;
}

export const dollars = z.string().transform((text, context) => {
	const cents = centsIn(text);
	if (cents !== undefined) return cents;
	context.addIssue('incentive.amount');
	return z.NEVER;
});

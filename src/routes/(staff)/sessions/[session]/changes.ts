/** Which statements changed something that had been said. */
import type { Change } from '#lib/server/domain/histories.ts';

/** What was said in place of something else, or after the end. */
export const changesAmong = (all: readonly Change[]): Change[] =>
	all.filter((one) => one.correction !== null || (one.from.length > 0 && !isAddition(one)));

/** In the practice grid each tap is a statement: one that only says more than the one before changes nothing. */
function isAddition(change: Change): boolean {
	if (change.kind !== 'practice' || change.from.length !== 1 || change.to.withdrawn) return false;
	const [{ steps, result, withdrawn }] = change.from;
	const { to } = change;
	return (
		!withdrawn && steps.every((step) => to.steps.includes(step)) && (result === null || result === to.result)
	);
}

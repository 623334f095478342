/** Amounts: what reaching a milestone is worth in a program's policy. */
import type { MilestoneKind, Policy } from '#lib/vocabulary.ts';

/** Cents for a milestone; 0 where the policy names none. `moduleId` as in the milestone itself. */
export function amountOf(
	{ amounts, milestones }: Policy,
	{ kind, moduleId }: { kind: MilestoneKind; moduleId: string }
): number {
	if (kind === 'defined') return milestones.find(({ id }) => id === moduleId)?.amount ?? 0;
	const own = kind === 'module' ? amounts.modules[moduleId] : undefined;
	return own ?? amounts.kinds[kind] ?? 0;
}

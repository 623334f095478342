/** Dosage: minutes spent on what the lessons' targets name, and where they were spent (pure). */

/** In a session of the group, made up with somebody of the program, on worksheets at home, on practice brought back. */
export const dosageSources = ['session', 'make-up', 'packet', 'homework'] as const;
export type DosageSource = (typeof dosageSources)[number];

export type Dosage = {
	/** Minutes that the person was given: what a group was given and what was made up of it counts once. */
	delivered: number;
	/** Minutes that the person took part in; never more than were given. */
	attended: number;
	/** `attended` by where, and practice brought back, which comes on top. */
	bySource: Record<DosageSource, number>;
	/** Minutes by target, with practice. One lesson's may count for several. */
	byTarget: Record<string, { delivered: number; attended: number }>;
};

/** All minutes that count. */
export const countedMinutes = ({ bySource }: Dosage): number =>
	dosageSources.reduce((sum, source) => sum + bySource[source], 0);

export const noDosage = (): Dosage => ({
	delivered: 0,
	attended: 0,
	bySource: { session: 0, 'make-up': 0, packet: 0, homework: 0 },
	byTarget: {}
});

/** Two together: what was given in one group and in another. */
export function together(one: Dosage, other: Dosage): Dosage {
	const targets = [...new Set([...Object.keys(one.byTarget), ...Object.keys(other.byTarget)])].sort();
	const of = (dosage: Dosage, target: string) => dosage.byTarget[target] ?? { delivered: 0, attended: 0 };
	return {
		delivered: one.delivered + other.delivered,
		attended: one.attended + other.attended,
		bySource: {
			session: one.bySource.session + other.bySource.session,
			'make-up': one.bySource['make-up'] + other.bySource['make-up'],
			packet: one.bySource.packet + other.bySource.packet,
			homework: one.bySource.homework + other.bySource.homework
		},
		byTarget: Object.fromEntries(
			targets.map((target) => [
				target,
				{
					delivered: of(one, target).delivered + of(other, target).delivered,
					attended: of(one, target).attended + of(other, target).attended
				}
			])
		)
	};
}

/** Whole minutes as hours, to a tenth and never rounded up: "2.9" of 179 minutes. */
export const hoursOf = (minutes: number): number => Math.floor(minutes / 6) / 10;

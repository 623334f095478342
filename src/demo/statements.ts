/** What is said of who came: the late and the missing, by how steady somebody is and how much a lesson weighs. */
import type { LessonOutline } from '#lib/server/curriculum/outline.ts';
import type { NewMark } from '#lib/server/domain/marks.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

export type Statement = Omit<NewMark, 'operationId' | 'enrollmentId' | 'replaces' | 'correction'>;

export const present: Statement = { status: 'present', cameAt: null, leftAt: null, reason: null };
export const unexcused: Statement = { ...present, status: 'absent-unexcused' };

/** Who is told that a lesson can't be left out comes to it; to a booster many don't come any more. */
export const weightOf = ({ id, kind }: LessonOutline, essential: string[]) =>
	kind === 'booster' ? 6 : kind === 'application' || essential.includes(id) ? 0.15 : 1;

/** People who are about to leave come less, above all those with whom contact is lost. */
export function statementOn(
	person: Person,
	held: number,
	minutes: number,
	weight: number,
	chance: Random
): Statement {
	const fading = person.leaving && held >= person.leaving.after - 1 && person.leaving.reason !== 'job';
	const steadiness = 1 - (1 - person.steadiness) * weight;
	if (chance.chance(fading ? (person.leaving!.after === 0 ? 0 : 0.3) : steadiness))
		return chance.chance(0.07 * Math.min(1, weight)) ? partial(minutes, chance) : present;
	return absence(person, chance);
}

function partial(minutes: number, chance: Random): Statement {
	const late = chance.chance(0.7);
	return {
		...present,
		status: 'partial',
		cameAt: late ? chance.between(1, 6) * 5 : null,
		leftAt: late ? null : minutes - chance.between(2, 7) * 5
	};
}

function absence({ leaving }: Person, chance: Random): Statement {
	if (leaving?.reason === 'lost-contact' && chance.chance(0.7)) return unexcused;
	const kind = chance.weighted({ neutral: 30, excused: 40, unexcused: 30 });
	if (kind === 'unexcused') return unexcused;
	if (kind === 'neutral') {
		const reason = chance.weighted({ court: 45, transport: 25, lockdown: 12, release: 8, program: 10 });
		return { ...present, status: 'absent-neutral', reason };
	}
	const reason = chance.weighted({ work: 40, sick: 20, family: 18, appointment: 14, emergency: 5, other: 3 });
	return { ...present, status: 'absent-excused', reason };
}

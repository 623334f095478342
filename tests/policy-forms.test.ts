import { describe, expect, test } from 'vitest';
import { amountOf } from '#lib/server/domain/amounts.ts';
import { ToldPolicy } from '#lib/server/domain/policy-forms.ts';
import { readForm } from '#lib/server/forms.ts';
import { placeOf, rowsIn, valuesFrom } from '../src/routes/(staff)/program/policy/new/values.ts';
import { defaultPolicy } from '#lib/vocabulary.ts';
import { defined, toldPolicy } from './support/policies.ts';

const sent = (fields: Record<string, string | string[]>) => {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields))
		for (const one of [value].flat()) form.append(name, one);
	return readForm(new Request('http://localhost', { method: 'POST', body: form }), ToldPolicy);
};
const faultsOf = async (change: object) => {
	const form = await sent({ ...toldPolicy, ...change });
	return form.ok ? {} : form.faults;
};

describe('the form of a policy', () => {
	test('tells percent, dollars and choices; an empty row is no milestone', async () => {
		const form = await sent(toldPolicy);
		expect(form.ok && form.data.policy).toEqual({
			...defaultPolicy,
			makeUps: { limit: 4, days: 21, packet: 0.5 },
			neutralReasons: ['court', 'lockdown'],
			completion: { ...defaultPolicy.completion, coreLessons: 5 },
			dosage: { sessions: true, makeUps: false, packets: 0.5, homework: 30 },
			milestones: [
				{
					id: 'a-good-start-1',
					names: { en: 'A good start', es: 'Buen comienzo' },
					condition: { minutes: 90 },
					amount: 1250
				}
			],
			amounts: { kinds: { completed: 10_000 }, modules: { 'first-part': 2500 } }
		});
	});

	test('gives back what it was given: a policy shown in the form and sent again is the same', async () => {
		const policy = {
			...defaultPolicy,
			...{ creditThreshold: 0.55, gates: ['first-part'], lateCutoff: 15 },
			completion: { ...defaultPolicy.completion, applications: 'all' as const, plan: false },
			milestones: [
				defined({ lessons: { ids: ['lesson-one', 'lesson-two'], atLeast: 1 }, practice: 2 }, 'first'),
				defined({ module: 'first-part', plan: true }, 'second')
			],
			amounts: { kinds: { module: 1005 }, modules: { 'second-part': 1 } }
		};
		const { operationId, basedOn } = toldPolicy;
		const form = await sent({ ...valuesFrom(policy), operationId, basedOn });
		expect(form).toMatchObject({ ok: true });
		expect(form.ok && form.data.policy).toEqual(policy);
	});

	test.each<[string, object, object]>([
		['a share over 100 percent', { creditThreshold: '120' }, { creditThreshold: { code: 'too-big' } }],
		['an amount below nothing', { 'amounts.kinds.completed': '-5' }, { 'amounts.kinds.completed': {} }],
		[
			'a milestone with a name alone',
			{ 'milestones.0.condition.minutes': '' },
			{
				'policy.milestones.0.condition': { code: 'policy.no-condition' }
			}
		],
		[
			'a milestone without its Spanish name',
			{ 'milestones.0.names.es': '' },
			{
				'policy.milestones.0.names.es': { code: 'required' }
			}
		],
		['gates of one’s own without a module', { entry: 'own' }, { 'policy.gates': { code: 'required' } }],
		['a field that there is not', { lateCutof: '5' }, { lateCutof: { code: 'unknown-field' } }]
	])('refuses %s beside its field', async (_, change, faults) => {
		expect(await faultsOf(change)).toMatchObject(faults);
	});

	test('a row is known by its number, and by its place among those that are kept', () => {
		const row = (i: number, name: string) => ({ [`milestones.${i}.names.en`]: name });
		const values = { ...row(0, 'One'), 'milestones.0.remove': 'on', ...row(1, ''), ...row(2, 'Three') };
		expect(rowsIn(values)).toEqual([0, 2, 3]);
		expect(placeOf(values, 2)).toBe(0);
		expect(rowsIn({})).toEqual([0]);
	});
});

test('an amount is the milestone’s own, the module’s before every module’s, and nothing where none is said', () => {
	const policy = {
		...defaultPolicy,
		milestones: [defined({ plan: true }, 'own')],
		amounts: { kinds: { completed: 10_000, module: 500 }, modules: { first: 0, second: 700 } }
	};
	const worth = (kind: Parameters<typeof amountOf>[1]['kind'], moduleId = '') =>
		amountOf(policy, { kind, moduleId });
	expect([worth('completed'), worth('enrolled'), worth('defined', 'own'), worth('defined', 'other')]).toEqual(
		[...[10_000, 0, 2500, 0]]
	);
	expect(['first', 'second', 'third'].map((id) => worth('module', id))).toEqual([0, 700, 500]);
});

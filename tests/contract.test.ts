/** The contract, as Redocly reads it. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { expect, test } from 'vitest';
import { contract } from '#lib/server/feed/openapi.ts';

const linted = async (document: object) => {
	const config = await createConfig({ extends: ['recommended'] });
	const problems = await lintFromString({
		source: JSON.stringify(document),
		absoluteRef: 'openapi.json',
		config
	});
	return problems.map(({ ruleId, severity, message, location }) => ({
		...{ ruleId, severity, message, where: location.map(({ pointer }) => pointer).join(' ') }
	}));
};

test('has no error by the recommended rules, and no warning', async () => {
	expect(await linted(contract('https://groundwork.county.example'))).toEqual([]);
});

test('would be told of one', async () => {
	const broken = contract('https://groundwork.county.example');
	broken.paths!['/api/v1/groups'].get!.operationId = 'listSessions';
	expect((await linted(broken)).map(({ severity }) => severity)).toContain('error');
});

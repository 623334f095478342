import { expect, test } from 'vitest';
import { createLog } from '../src/lib/server/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
	let text = '';
	write(createLog('trace', { write: (line: string) => void (text += line) }));
	return text;
}

test('passwords, tokens, PINs, names and addresses are hidden at any depth', () => {
	const canary = 'canary-4711';
	const text = logged((log) =>
		log.info(
			{ password: canary, form: { pin: canary, token: canary }, a: { b: { email: canary } }, name: canary },
			'x'
		)
	);
	expect(text).not.toContain(canary);
	expect(text).toContain('(hidden)');
});

test('an error is logged without the values of its query, however deep', () => {
	const cause = Object.assign(new Error('duplicate key'), {
		code: '23505',
		detail: 'Key (email)=(ada@canary.example)'
	});
	const error = new Error('Failed query: insert into staff values ($1)\nparams: Ada Canary', { cause });
	const text = logged((log) => log.error({ err: error }, 'unexpected'));
	expect(text).not.toMatch(/canary/i);
	expect(text).toContain('23505');
	expect(text).toContain('insert into staff');
});

test('a line break in a value does not make a line of the log', () => {
	const text = logged((log) => log.info({ route: '/a\r\n{"level":60,"msg":"forged"}' }, 'seen\r\nforged'));
	expect(text.trim().split('\n')).toHaveLength(1);
	expect(JSON.parse(text)).toMatchObject({ msg: 'seen\r\nforged' });
});

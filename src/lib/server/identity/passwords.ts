/** Staff passwords: long, no rules of composition, and none that a guesser tries first (security R4). */
import { slowHash, slowVerify } from './hashing.ts';
import type { FieldFaults } from '../errors.ts';

export const passwordLength = { least: 15, most: 128 };

/** One writing for what keyboards send in several ways. */
const written = (password: string) => password.normalize('NFKC');

export const hashPassword = (password: string) => slowHash(written(password));
export const isPassword = (kept: string, password: string) => slowVerify(kept, written(password));

/** Pieces that long easy passwords are made of; in what is left, a guesser has nothing to guess. */
const pieces = [
	...[
		'password',
		'passwort',
		'contraseña',
		'contrasena',
		'passphrase',
		'groundwork',
		'correcthorsebatterystaple'
	],
	...[
		'welcome',
		'bienvenido',
		'letmein',
		'iloveyou',
		'teamo',
		'princess',
		'sunshine',
		'football',
		'baseball',
		'dragon'
	],
	...[
		'monkey',
		'master',
		'superman',
		'trustno',
		'whatever',
		'qwertyuiop',
		'qwerty',
		'asdfghjkl',
		'asdf',
		'zxcvbnm'
	],
	...[
		'zxcv',
		'qazwsx',
		'admin',
		'administrator',
		'secret',
		'changeme',
		'default',
		'login',
		'access',
		'hello',
		'hola'
	],
	...[
		'january',
		'february',
		'march',
		'april',
		'june',
		'july',
		'august',
		'september',
		'october',
		'november',
		'december'
	],
	...[
		'spring',
		'summer',
		'autumn',
		'winter',
		'facilitator',
		'coordinator',
		'reentry',
		'losangeles',
		'california'
	],
	...['abcdefghijklmnopqrstuvwxyz', 'abcdefgh', 'abcdef', 'abcd', 'abc', 'the', 'my', 'is', 'and'],
	...[
		'12345678901234567890',
		'1234567890',
		'123456789',
		'12345678',
		'1234567',
		'123456',
		'12345',
		'1234',
		'123'
	]
];
const bySize = pieces.toSorted((a, b) => b.length - a.length);

/** True when what remains without common pieces, the person's own name and repeats is too little to guess at. */
export function isCommonPassword(password: string, own: string[] = []): boolean {
	const text = written(password).toLowerCase();
	const names = own
		.flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u))
		.filter((name) => name.length > 2);
	const plain = text
		.replace(/[\s\p{P}\p{S}]/gu, '')
		.replaceAll('0', 'o')
		.replaceAll('@', 'a')
		.replaceAll('$', 's');
	const rests = [text, plain].map((version) => without(version, [...names, ...bySize]));
	return rests.some((rest) => new Set(rest).size < 5) || isRepeated(text);
}

const without = (text: string, words: string[]) =>
	words.reduce((rest, word) => rest.replaceAll(word, ''), text).replace(/[\d\s\p{P}\p{S}]/gu, '');

/** One short piece over and over. */
const isRepeated = (text: string) => /^(.{1,8}?)\1+.{0,7}$/su.test(text);

/** What is wrong with a new password, by field; empty when nothing is. */
export function passwordFaults(input: { password: string; again: string }, own: string[]): FieldFaults {
	const { least } = passwordLength;
	if ([...written(input.password)].length < least)
		return { password: { code: 'password.short', params: { limit: least } } };
	if (isCommonPassword(input.password, own)) return { password: { code: 'password.common' } };
	return input.password === input.again ? {} : { again: { code: 'password.differs' } };
}

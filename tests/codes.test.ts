import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCode, normalizeCode, printed } from '#lib/server/identity/codes.ts';
import { isCommonPassword } from '#lib/server/identity/passwords.ts';
import { networkOf } from '#lib/server/identity/limits.ts';
import { isEasyPin } from '#lib/server/identity/pins.ts';

test('a typed code is understood however it was typed', () => {
	const messy = fc.array(fc.tuple(fc.constantFrom('', ' ', '-', ' - ', '–', '.'), fc.boolean()), {
		minLength: 16,
		maxLength: 16
	});
	fc.assert(
		fc.property(messy, (how) => {
			const code = newCode(16);
			const typed = [...code].map((character, i) => {
				const [between, small] = how[i];
				const alike = character === '0' ? 'O' : character === '1' ? (small ? 'l' : 'I') : character;
				return between + (small ? alike.toLowerCase() : alike);
			});
			return normalizeCode(typed.join(''), 16) === code && normalizeCode(printed(code), 16) === code;
		})
	);
	expect(normalizeCode('U234-5678-9ABC-DEFG', 16)).toBeNull();
	expect(normalizeCode('1234', 16)).toBeNull();
});

test('about a tenth of all PINs is too easy, and the well-known ones are among them', () => {
	let easy = 0;
	for (let i = 0; i < 1_000_000; i++) if (isEasyPin(String(i).padStart(6, '0'))) easy++;
	expect(easy / 1_000_000).toBeGreaterThan(0.09);
	expect(easy / 1_000_000).toBeLessThan(0.12);
	const known = [
		'123456',
		'111111',
		'654321',
		'123123',
		'121212',
		'112233',
		'159357',
		'020390',
		'311299',
		'123321'
	];
	expect(known.filter((pin) => !isEasyPin(pin))).toEqual([]);
	expect(['480271', '951746', '703816'].some(isEasyPin)).toBe(false);
});

test('an IPv6 subscriber counts as one network, an IPv4 address as itself however it is written', () => {
	expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:0db8:0001:0002::1'));
	expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
	expect(networkOf('::ffff:203.0.113.7')).toBe(networkOf('203.0.113.7'));
	expect(networkOf('::1')).toBe('0:0:0:0::/64');
	expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
});

test("a long password that a guesser tries first is refused, a sentence of one's own is not", () => {
	const common = [
		'password12345678',
		'passwordpassword',
		'qwertyuiopasdfghjkl',
		'aaaaaaaaaaaaaaaaaaa',
		'123456789012345',
		'Groundwork2026!!',
		'Fatima.Facilitator.1',
		'correct horse battery staple',
		'abcabcabcabcabcabc',
		'P@ssw0rdP@ssw0rd'
	];
	expect(
		common.filter((password) => !isCommonPassword(password, ['Fatima Jones', 'fatima@example.org']))
	).toEqual([]);
	const good = ['seven herons on the jetty', 'mi abuela planta chiles en abril', 'xK9#qLw2vTz!8rNe'];
	expect(good.filter((password) => isCommonPassword(password, ['Fatima Jones']))).toEqual([]);
});

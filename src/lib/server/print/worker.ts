/** What runs beside the requests: one print after the other. */
import { move } from 'piscina';
import type { Printable } from '#lib/printable.ts';
import { typeset } from './typeset.ts';

export default function work(print: Printable): Uint8Array {
	const { pdf } = typeset(print);
	// A copy with memory of its own, which can be handed over instead of being copied once more.
	return move(new Uint8Array(pdf)) as unknown as Uint8Array;
}

/** Faults in the reader's words, as pages and the live preview show them. */
import { describeFault, type Fault } from '#lib/server/curriculum/faults.ts';
import type { Proof } from '#lib/server/domain/proofs.ts';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';

export const inWords = (faults: Fault[]) =>
	faults.map((fault) => {
		const { file, line, column, level } = fault;
		return { file, line, column, level, ...describeFault(fault, getLocale()) };
	});
export type ToldFault = ReturnType<typeof inWords>[number];

export const proofInWords = ({ faults, ...shown }: Proof) => ({ ...shown, faults: inWords(faults) });
export type ToldProof = ReturnType<typeof proofInWords>;

/** What the press prints. */
import type { CertificatePrint, LetterPrint } from './certificate-print.ts';
import type { Pack } from './pack.ts';
import type { Print } from './print.ts';
import type { ReceiptPrint } from './receipt-print.ts';
import type { RecordPrint } from './record-print.ts';

export type Printable = Print | Pack | CertificatePrint | LetterPrint | RecordPrint | ReceiptPrint;

/** Papers of the curriculum name nobody: one copy serves all who ask for it. All others have names. */
export const isOfCurriculum = (print: Printable): print is Print => 'modules' in print;

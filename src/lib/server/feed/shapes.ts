/** Shapes that every record of the feed has parts of. */
import { z } from 'zod';
import { listEnd } from './lists.ts';

export const participant = z.strictObject({
	number: z.string().meta({ description: "The program's number of the participant." })
});
export const organization = z.strictObject({ id: z.uuid(), name: z.string() });
export const consent = z
	.strictObject({ id: z.uuid(), purpose: z.string(), expires: z.iso.date() })
	.meta({ description: 'The consent under which this is told: for what, and until when (42 CFR 2.32).' });
export const version = z
	.string()
	.meta({ description: 'Changes when the record changes; goes into the checksum of the reconciliation.' });
export const noticed = {
	...listEnd,
	notice: z.string().meta({ description: 'Must stay with the data (42 CFR 2.32).' })
};

/** Why somebody was not there. */

/** Justice-caused reasons and cancellations are neutral: they never count against a person, unless a policy says otherwise. */
export const neutralReasons = ['lockdown', 'court', 'transport', 'release', 'program'] as const;
export const excusedReasons = ['work', 'sick', 'family', 'appointment', 'emergency', 'other'] as const;
export const absenceReasons = [...neutralReasons, ...excusedReasons] as const;
export type AbsenceReason = (typeof absenceReasons)[number];

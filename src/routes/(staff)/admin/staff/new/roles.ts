/** Roles that belong to no single organization. */
const ofProgram: string[] = ['program', 'lead', 'administrator'];
export const isOfProgram = (role: string) => ofProgram.includes(role);

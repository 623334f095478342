/** How one signs in to the demo program: the same in every demo, so that it can be written down. */

/** For every account of the demo. */
export const password = 'steady ground demo';
/** What an authenticator app is given (base 32). */
export const totpSecret = 'GROUNDWORKDEMOGROUNDWORKDEMO2345';
/** Addresses that exist in a demo alone. */
export const domain = 'demo.example';

export const demoStaff = [
	{ role: 'facilitator', name: 'Renata Quiroz' },
	{ role: 'coordinator', name: 'Marcus Ellery' },
	{ role: 'program', name: 'Dana Whitlow' },
	{ role: 'lead', name: 'Imani Castell' },
	{ role: 'administrator', name: 'Theo Varga' },
	{ role: 'observer', name: 'Noor Haddad' },
	{ role: 'case-manager', name: 'Ivonne Salcedo' }
] as const;
export type DemoRole = (typeof demoStaff)[number]['role'];
export const emailOf = (role: DemoRole) => `${role}@${domain}`;

/** One participant's card: what is typed in place of its QR, and the PIN. */
export const card = { code: 'DEM0-CARD-2345-WXYZ', pin: '604918' };
/** Reads milestones as case management. */
export const apiKey = 'gw_demo-key-for-case-management-in-the-demo-00';

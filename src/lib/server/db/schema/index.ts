export * from './consents.ts';
export * from './curriculum.ts';
export * from './events.ts';
export * from './facts.ts';
export * from './groups.ts';
export * from './organizations.ts';
export * from './people.ts';
export * from './rooms.ts';

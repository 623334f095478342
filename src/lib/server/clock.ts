import { AsyncLocalStorage } from 'node:async_hooks';

const told = new AsyncLocalStorage<string>();

/** Now, as the database keeps it: UTC, ISO 8601 with milliseconds. */
export const now = (): string => told.getStore() ?? new Date().toISOString();

/** Runs `work` as if it were then: the demo program lives through its past in order. */
export const asOf = <T>(instant: string, work: () => Promise<T>): Promise<T> => told.run(instant, work);

/** Turns: long work gives way between its parts. */
import { setImmediate } from 'node:timers/promises';

/** Lets whatever waits go first. SQLite answers at once, so that without it nothing else would run for as long as work goes on. */
export const othersTurn = (): Promise<void> => setImmediate();

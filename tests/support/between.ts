/**
 * Between test files: the files of one kind of database share a process, since loading the product anew for each took
 * longer than its tests. What a file changed for itself is put back when it is over.
 */
import { afterAll, vi } from 'vitest';
// First, since it sets what all of them need.
import './database.ts';

const before = { ...process.env };

afterAll(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
	for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
	Object.assign(process.env, before);
});

/** What setup tells people. On stderr, so that the output of the command that follows stays its own. */

/** @param {string} text */
export const say = (text) => void process.stderr.write(`${text}\n`);

/**
 * Ends setup, and with it the npm script, without a stack trace.
 * @param {string} text what is wrong and what to do
 * @returns {never}
 */
export function refuse(text) {
	say(text);
	process.exit(1);
}

/** @param {number} since milliseconds, from Date.now() */
export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

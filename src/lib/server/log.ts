/** The server's log: JSON lines without names, tokens, PINs or anything that people wrote (security R45). */
import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

/** Fields that no line may show, wherever they stand. */
const hidden = [
	'password',
	'pin',
	'token',
	'code',
	'otp',
	'secret',
	'cookie',
	'authorization',
	'email',
	'name'
];

export function createLog(level: string, stream?: DestinationStream): Log {
	const options = {
		level,
		base: undefined,
		timestamp: pino.stdTimeFunctions.isoTime,
		redact: { paths: hidden.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '(hidden)' },
		serializers: { err: describe }
	};
	return stream ? pino(options, stream) : pino(options);
}

/**
 * An error without the values that went into it: drizzle puts the parameters of a failed query into its message,
 * PostgreSQL the row into its detail.
 */
export function describe(error: unknown): Record<string, unknown> {
	if (!(error instanceof Error)) return { type: typeof error };
	const { code, cause } = error as { code?: unknown; cause?: unknown };
	const message = error.message.split(/\n?params:/)[0];
	const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
	return {
		type: error.name,
		message,
		...(typeof code === 'string' && { reason: code }),
		stack: frames.map((line) => line.trim()),
		...(cause !== undefined && { cause: describe(cause) })
	};
}

/** What can go wrong on purpose. An error is a code with parameters; the edge puts it into the reader's words. */

export type Params = Record<string, string | number>;
/** A field's name (dots for nesting) → the code of what is wrong with it, with parameters. */
export type FieldFaults = Record<string, { code: string; params?: Params }>;

export class DomainError extends Error {
	readonly status: number;
	readonly code: string;
	readonly params: Params;
	readonly fields: FieldFaults;

	constructor(status: number, code: string, params: Params = {}, fields: FieldFaults = {}) {
		super(code);
		this.name = 'DomainError';
		this.status = status;
		this.code = code;
		this.params = params;
		this.fields = fields;
	}
}

/** 404: there is none, or the actor may not know that there is one. */
export const notFound = () => new DomainError(404, 'not-found');
/** 403: the actor sees it but may not do this. */
export const forbidden = (action: string) => new DomainError(403, 'forbidden', { action });
/** 409: what the actor asks no longer fits what is there. */
export const conflict = (code: string, params: Params = {}) => new DomainError(409, code, params);
/** 400: the input's fault, field by field. */
export const invalid = (fields: FieldFaults, code = 'invalid') => new DomainError(400, code, {}, fields);
/** 429: too many tries; `seconds` until the next. */
export const tooMany = (code: string, seconds: number) => new DomainError(429, code, { seconds });

/** Errors as the API tells them: RFC 9457 problem details, each field at fault named. */
import { errorText, fieldText } from '../wording.ts';
import { DomainError } from './errors.ts';

/** The one answer for a refused request of the API. Anything but a refusal is a 500 that shows only its id. */
export function problem(error: unknown, id?: string): Response {
	const refusal = error instanceof DomainError ? error : new DomainError(500, 'unexpected');
	const { status, params } = refusal;
	const body = { ...detailsOf(refusal), ...(id && { instance: `urn:uuid:${id}` }) };
	const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
	if (typeof params.seconds === 'number') headers.set('retry-after', String(params.seconds));
	if (status === 401) headers.set('www-authenticate', 'Bearer realm="Groundwork"');
	return new Response(JSON.stringify(body), { status, headers });
}

/** A refusal as problem details, in the reader's words. */
export function detailsOf({ status, code, params, fields }: DomainError) {
	const errors = Object.entries(fields).map(([field, fault]) => ({
		field,
		pointer: `#/${field.replaceAll('.', '/')}`,
		code: fault.code,
		detail: fieldText(fault)
	}));
	const type = `urn:groundwork:problem:${code}`;
	return { type, title: errorText(code, params), status, code, ...(errors.length > 0 && { errors }) };
}

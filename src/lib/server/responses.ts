/** What every response carries and how it is packed, whatever made it. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const always = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	// Not no-referrer: Chromium then posts "Origin: null" and forms without JavaScript are refused.
	'referrer-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin'
};
const twoYears = 'max-age=63072000';

/** Sets the headers of security; what a signed-in person sees is never kept by anything in between. */
export function secureHeaders(
	headers: Headers,
	{ secure, signedIn }: { secure: boolean; signedIn: boolean }
): void {
	for (const [name, value] of Object.entries(always)) headers.set(name, value);
	if (secure) headers.set('strict-transport-security', twoYears);
	const kept = headers.get('cache-control');
	if (!kept || (signedIn && !kept.includes('no-store'))) headers.set('cache-control', 'private, no-store');
}

/** Pages and messages are in the language that a cookie or the browser asks for: what keeps them keeps them apart. */
export function varyByLanguage(headers: Headers): void {
	const type = headers.get('content-type') ?? '';
	if (/^(text\/html|application\/(problem\+)?json)\b/.test(type))
		headers.append('vary', 'accept-language, cookie');
}

const packable = /^(text\/(?!event-stream)|application\/(json|problem\+json|javascript|manifest\+json|xml))/;
const smallest = 1000;
/** A page is far smaller than the window of 4 MB that brotli would set up for each. */
const quick = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 };
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Packs text that was made for this request; files come packed from the adapter, and streams must flow. */
export async function compressed(request: Request, response: Response): Promise<Response> {
	const type = response.headers.get('content-type') ?? '';
	if (!response.body || !packable.test(type) || response.headers.has('content-encoding')) return response;
	response.headers.append('vary', 'accept-encoding');
	const way = wayFor(request.headers.get('accept-encoding') ?? '');
	if (!way || request.method === 'HEAD') return response;
	const plain = Buffer.from(await response.arrayBuffer());
	const headers = new Headers(response.headers);
	const { status, statusText } = response;
	if (plain.length < smallest) return new Response(plain, { status, statusText, headers });
	const packed =
		way === 'br'
			? await brotli(plain, { params: { ...quick, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } })
			: await zip(plain);
	headers.set('content-encoding', way);
	headers.set('content-length', String(packed.length));
	const etag = headers.get('etag');
	if (etag && !etag.startsWith('W/')) headers.set('etag', `W/${etag}`);
	return new Response(new Uint8Array(packed), { status, statusText, headers });
}

function wayFor(accepted: string): 'br' | 'gzip' | null {
	const offered = accepted.split(',').map((part) => part.trim().split(';'));
	const takes = (name: string) =>
		offered.some(([way, quality]) => way.toLowerCase() === name && !/^\s*q=0(\.0*)?$/.test(quality ?? ''));
	return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null;
}

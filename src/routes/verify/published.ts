/** What anybody's machine may read to check a badge. */
export const published = (body: unknown, type = 'application/json'): Response =>
	new Response(JSON.stringify(body), {
		headers: { 'content-type': type, 'access-control-allow-origin': '*' }
	});

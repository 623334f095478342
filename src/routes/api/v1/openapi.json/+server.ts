import { json } from '@sveltejs/kit';
import { contract } from '#lib/server/feed/openapi.ts';

export const GET = ({ url }) => json(contract(url.origin));

import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { options } from './src/lib/i18n/options.ts';

export default defineConfig({
	plugins: [paraglideVitePlugin(options), sveltekit()],
	// better-auth names svelte as a peer, so the plugin would inline it into the server.
	ssr: { external: ['better-auth'] }
});

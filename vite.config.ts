import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
	plugins: [
		paraglideVitePlugin({
			project: './src/lib/i18n/project.inlang',
			outdir: './src/lib/i18n/paraglide',
			strategy: ['cookie', 'baseLocale'],
			cookieName: 'locale',
			emitTsDeclarations: true
		}),
		sveltekit()
	],
	// better-auth names svelte as a peer, so the plugin would inline it into the server.
	ssr: { external: ['better-auth'] }
});

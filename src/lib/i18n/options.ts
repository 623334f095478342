/** How Paraglide makes functions of the messages: the same for the build and for the type check before it. */
export const options = {
	project: './src/lib/i18n/project.inlang',
	outdir: './src/lib/i18n/paraglide',
	// The choice that somebody made; before it, what their browser asks for.
	strategy: ['cookie', 'preferredLanguage', 'baseLocale'] as (
		'cookie' | 'preferredLanguage' | 'baseLocale'
	)[],
	cookieName: 'locale',
	emitTsDeclarations: true
};

import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const server = 'src/lib/server';
const querying = ['domain', 'feed', 'identity'].map((folder) => `${server}/${folder}/**/*.ts`);

/** Typed as SQLite's, but undefined on PostgreSQL. A Map's get() has an argument. */
const dialectBound = {
	selector: 'CallExpression[arguments.length=0] > MemberExpression.callee[property.name=/^(get|all|run)$/]',
	message: 'Await the query: get(), all() and run() exist on SQLite only.'
};

export default defineConfig(
	{
		ignores: [
			'build/',
			'data/',
			'.svelte-kit/',
			'src/lib/i18n/paraglide/',
			'test-results/',
			'playwright-report/'
		]
	},
	{ linterOptions: { reportUnusedDisableDirectives: 'error' } },
	typescript.configs.recommended,
	svelte.configs.recommended,
	prettier,
	svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			eqeqeq: ['error', 'smart'],
			'no-cond-assign': 'error',
			'no-control-regex': 'error',
			'no-empty': 'error',
			'no-fallthrough': 'error',
			'no-irregular-whitespace': 'error',
			'no-misleading-character-class': 'error',
			'no-self-assign': 'error',
			'no-unsafe-finally': 'error',
			'no-unsafe-optional-chaining': 'error',
			'no-useless-catch': 'error',
			'no-useless-escape': 'error',
			'no-var': 'error',
			'prefer-const': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: typescript.parser, svelteConfig } },
		rules: {
			'no-undef': 'off', // TypeScript knows
			'prefer-const': 'off',
			'svelte/prefer-const': [
				'error',
				{ destructuring: 'all', excludedRunes: ['$props', '$derived', '$state'] }
			],
			'svelte/no-inline-styles': ['error', { allowTransitions: false }], // the CSP refuses them
			'svelte/no-at-html-tags': 'error',
			'svelte/no-navigation-without-resolve': 'off' // served from the root of its own address
		}
	},
	{ files: ['src/lib/ui/LessonHtml.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },
	{
		files: [`${server}/**/*.ts`],
		languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
		rules: {
			'no-console': 'error',
			// A query that nobody awaits leaves its transaction.
			'@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
			'@typescript-eslint/no-misused-promises': 'error'
		}
	},
	{ files: querying, rules: { 'no-restricted-syntax': ['error', dialectBound] } }
);

/**
 * The browser speaks the language in which the server made the page. Left to itself, the runtime would also write it
 * into the cookie, as if somebody had chosen it: a participant's own language would then never be used at sign-in.
 */
import { baseLocale, isLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';

overwriteGetLocale(() => {
	const { lang } = document.documentElement;
	return isLocale(lang) ? lang : baseLocale;
});

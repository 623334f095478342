/** The library types its base class but exports it only by its file. */
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
	export { RateLimiterStoreAbstract as default } from 'rate-limiter-flexible';
}

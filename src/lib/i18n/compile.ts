/** Makes the messages without a build: a fresh clone has none, and the type check reads them. */
import { compile } from '@inlang/paraglide-js';
import { options } from './options.ts';

await compile(options);

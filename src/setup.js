/**
 * Makes this machine ready for the npm script that comes next; says nothing when nothing is to do. Plain JavaScript
 * without packages, since it runs before they are there and on whatever Node the machine has.
 *
 *   --build    also builds the app when its sources changed
 *   --browser  also finds or installs what the tests need: a browser and PostgreSQL
 */
import { fileURLToPath } from 'node:url';
import { prepareBuild } from './setup/build.js';
import { prepareNode, preparePackages } from './setup/packages.js';
import { prepareBrowser, preparePostgres } from './setup/tests.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);

preparePackages(root);
const node = prepareNode(root);
if (wanted.includes('--browser')) {
	prepareBrowser(root, node);
	preparePostgres();
}
if (wanted.includes('--build')) prepareBuild(root, node);

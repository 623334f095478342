/** Runs the example consumer: `node tests/consumer/run.ts --url … --key … --secret …` */
import { parseArgs } from 'node:util';
import { startConsumer } from './consumer.ts';

const { values } = parseArgs({
	options: {
		url: { type: 'string' },
		key: { type: 'string' },
		/** Twice while it changes. */
		secret: { type: 'string', multiple: true },
		port: { type: 'string', default: '8080' },
		file: { type: 'string', default: 'copy.db' }
	}
});
const { url, key, secret: secrets } = values;
if (!url || !key || !secrets) {
	console.error('Say: --url https://… --key gw_… --secret whsec_… [--port 8080] [--file copy.db]');
	process.exit(2);
}

const minute = 60_000;
const say = (line: string) => console.log(`${new Date().toISOString()} ${line}`);
const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const consumer = await startConsumer({ url, key, secrets, file: values.file, say }, Number(values.port));
say(`listens on http://127.0.0.1:${consumer.port}, keeps its copy in ${values.file}`);

/** A webhook may be lost for good: what it would have told is read all the same. */
const reading = setInterval(() => void consumer.catchUp().catch(({ message }) => say(message)), 5 * minute);
const proving = setInterval(() => void prove(), 60 * minute);
await prove();

async function prove() {
	try {
		const left = await consumer.reconcile(day(Date.now() - 365 * 24 * 60 * minute), day(Date.now()));
		say(left.length === 0 ? 'the copy is whole' : `differs: ${JSON.stringify(left)}`);
	} catch (error) {
		say((error as Error).message);
	}
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		clearInterval(reading);
		clearInterval(proving);
		void consumer.stop();
	});
}

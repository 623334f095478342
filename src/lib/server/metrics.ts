/** Figures about this process, as Prometheus reads them. Nothing about people. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 20 });
const requests = new Map<string, number>();
/** Upper edges in seconds. */
const edges = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const buckets = edges.map(() => 0);
let seconds = 0;
let counted = 0;

export const startMetrics = () => void delay.enable();

/** Counts one answered request. */
export function countRequest(method: string, status: number, ms: number): void {
	const labels = `method="${method}",status="${status}"`;
	requests.set(labels, (requests.get(labels) ?? 0) + 1);
	counted += 1;
	seconds += ms / 1000;
	edges.forEach((edge, i) => {
		if (ms / 1000 <= edge) buckets[i] += 1;
	});
}

export function metricsText(): string {
	const memory = process.memoryUsage();
	const gauge = (name: string, help: string, value: number) =>
		`# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}`;
	return [
		'# HELP groundwork_requests_total Requests answered.',
		'# TYPE groundwork_requests_total counter',
		...[...requests].map(([labels, count]) => `groundwork_requests_total{${labels}} ${count}`),
		'# HELP groundwork_request_seconds Time to answer.',
		'# TYPE groundwork_request_seconds histogram',
		...edges.map((edge, i) => `groundwork_request_seconds_bucket{le="${edge}"} ${buckets[i]}`),
		`groundwork_request_seconds_bucket{le="+Inf"} ${counted}`,
		`groundwork_request_seconds_sum ${seconds}`,
		`groundwork_request_seconds_count ${counted}`,
		gauge('process_resident_memory_bytes', 'Resident memory.', memory.rss),
		gauge('nodejs_heap_size_used_bytes', 'Heap in use.', memory.heapUsed),
		gauge(
			'nodejs_eventloop_lag_p99_seconds',
			'Delay of the event loop, 99th percentile.',
			delay.percentile(99) / 1e9
		),
		gauge('process_start_time_seconds', 'Start, seconds since 1970.', Date.now() / 1000 - process.uptime()),
		''
	].join('\n');
}

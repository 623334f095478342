/** Queries that are built once: putting SQL together anew costs more than running it. */
import type { Read } from './open.ts';

type Prepared<Row> = { execute(values: Record<string, unknown>): Row[] | Promise<Row[]> };
type Query<Row> = { prepare(name?: string): unknown; _: { result: Row[] } };

/**
 * A query whose values have names (`sql.placeholder`), kept for each handle. Inside a transaction it is built for that
 * transaction, as any other.
 */
export function prepared<Row>(name: string, build: (read: Read) => Query<Row>) {
	const kept = new WeakMap<Read, Prepared<Row>>();
	return async (read: Read, values: Record<string, unknown>): Promise<Row[]> => {
		const query = kept.get(read) ?? (build(read).prepare(name) as Prepared<Row>);
		kept.set(read, query);
		return query.execute(values);
	};
}

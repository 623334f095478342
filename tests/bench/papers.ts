/** What a whole workbook takes as a PDF, the first time and from memory, and what others wait meanwhile. */
export type Paper = { name: string; first: number; second: number; bytes: number; waited: number[] };

/** Asked one after the other, each only after the one before was answered. */
async function answersUntil(done: () => boolean, url: string): Promise<number[]> {
	const waited = [];
	do {
		const began = performance.now();
		await (await fetch(url)).arrayBuffer();
		waited.push(performance.now() - began);
	} while (!done());
	return waited;
}

/** @param there a page that is asked for all the while */
export async function paper(name: string, url: string, cookie: string, there: string): Promise<Paper> {
	const get = async () => {
		const began = performance.now();
		const response = await fetch(url, { headers: { cookie } });
		const { byteLength } = await response.arrayBuffer();
		if (!response.ok) throw new Error(`${name}: ${response.status}`);
		return { took: performance.now() - began, byteLength };
	};
	let isDone = false;
	const making = get().finally(() => (isDone = true));
	const waited = await answersUntil(() => isDone, there);
	const { took, byteLength } = await making;
	const again = await get();
	return { name, first: took, second: again.took, bytes: byteLength, waited };
}

export function papersTable(papers: Paper[]): string {
	const at = (all: number[], share: number) =>
		[...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))];
	const line = ({ name, first, second, bytes, waited }: Paper) =>
		`| ${name} | ${(first / 1000).toFixed(1)} | ${second.toFixed(0)} | ${(bytes / 1000).toFixed(0)} | ${waited.length} | ${at(waited, 0.5).toFixed(1)} | ${at(waited, 0.99).toFixed(1)} |`;
	return [
		'| PDF | first, s | again, ms | kB | others answered meanwhile | p50 ms | p99 ms |',
		'| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
		...papers.map(line)
	].join('\n');
}

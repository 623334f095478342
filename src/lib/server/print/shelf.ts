/** What was made is kept while there is room: the oldest use goes first. */
export function shelf(mostBytes: number) {
	const kept = new Map<string, Uint8Array>();
	let bytes = 0;
	const drop = (key: string) => {
		bytes -= kept.get(key)?.length ?? 0;
		kept.delete(key);
	};
	return {
		find(key: string): Uint8Array | undefined {
			const found = kept.get(key);
			if (found) {
				// Set again, it is the youngest.
				kept.delete(key);
				kept.set(key, found);
			}
			return found;
		},
		put(key: string, value: Uint8Array): void {
			drop(key);
			if (value.length > mostBytes) return;
			kept.set(key, value);
			bytes += value.length;
			for (const oldest of kept.keys()) {
				if (bytes <= mostBytes) break;
				drop(oldest);
			}
		},
		get bytes() {
			return bytes;
		}
	};
}

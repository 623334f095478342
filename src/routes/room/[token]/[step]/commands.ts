/** What a key or a clicker asks for. */
export type Command =
	'next' | 'back' | 'first' | 'last' | 'blank' | 'full' | 'look' | 'language' | 'timer' | 'minute';

/** Clickers send Page Up, Page Down, "b" or ".". */
const keys: Record<string, Command> = {
	ArrowRight: 'next',
	ArrowDown: 'next',
	PageDown: 'next',
	' ': 'next',
	Enter: 'next',
	ArrowLeft: 'back',
	ArrowUp: 'back',
	PageUp: 'back',
	Backspace: 'back',
	Home: 'first',
	End: 'last',
	b: 'blank',
	'.': 'blank',
	f: 'full',
	d: 'look',
	l: 'language',
	t: 'timer',
	'+': 'minute',
	'=': 'minute'
};
/** With the focus on a button or a link these press it. */
const presses = [' ', 'Enter'];

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Null: a key that is the browser's own. */
export function commandOf(
	{ key, ctrlKey, metaKey, altKey, shiftKey }: Key,
	onControl: boolean
): Command | null {
	if (ctrlKey || metaKey || altKey || (onControl && presses.includes(key))) return null;
	if (key === ' ' && shiftKey) return 'back';
	const name = key.length === 1 ? key.toLowerCase() : key;
	return Object.hasOwn(keys, name) ? keys[name] : null;
}

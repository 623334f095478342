/** Looks into the files of an edition or a draft. */
type File = { path: string; text: string };

export const sourceOf = (files: File[], path: string): string =>
	files.find((file) => file.path === path)!.text;
export const versionIn = (files: File[]): string | undefined =>
	/^version: (.+)$/m.exec(sourceOf(files, 'curriculum.yaml'))?.[1];

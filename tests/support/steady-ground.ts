/** Steady Ground for tests that need real lessons and not all of them: its first two modules, in English. */
import { readFolder } from '#lib/server/curriculum/files.ts';
import type { SourceFile } from '#lib/server/curriculum/source.ts';

/** The curriculum that ships. */
export const folder = 'curriculum/steady-ground';

const manifest = `id: steady-ground
title: Steady Ground
subtitle: Skills for Work
version: 0.1.0
languages: [en]
sectors:
  [construction, health-care, hospitality, transport-logistics, manufacturing, information-technology, entertainment, clean-energy, culinary]
completion:
  coreLessons: 5
  essential: []
  applications: all
  practice: {entries: 4, skills: 1}
  skillsShown: 0
  plan: null
entry: [why-change]
`;

/** Six of the real lessons under a rule that six sessions can meet. */
export async function shortEdition(): Promise<SourceFile[]> {
	const files = await readFolder(folder);
	const kept = files.filter(({ path }) => /^[12]-/.test(path) && !path.endsWith('.es.md'));
	return [{ path: 'curriculum.yaml', text: manifest }, ...kept];
}

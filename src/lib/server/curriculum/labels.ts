/** The words above the blocks of a lesson, in each language. Sectors have names of the program's own. */
import type { Labels } from './render.ts';

const english: Labels = {
	say: 'Say',
	ask: 'Ask',
	do: 'Do',
	tip: 'Tip',
	care: 'Care',
	show: '',
	example: 'Example',
	worksheet: 'Write it down'
};

const spanish: Labels = {
	say: 'Diga',
	ask: 'Pregunte',
	do: 'Haga',
	tip: 'Consejo',
	care: 'Cuidado',
	show: '',
	example: 'Ejemplo',
	worksheet: 'Escríbalo'
};

export const labels = (locale: string): Labels => (locale === 'es' ? spanish : english);

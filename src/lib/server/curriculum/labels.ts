/** The words above the blocks of a lesson, and the names of sectors, in each language. */
import type { Labels } from './render.ts';

const english: Labels = {
	say: 'Say',
	ask: 'Ask',
	do: 'Do',
	tip: 'Tip',
	care: 'Care',
	show: '',
	example: 'Example',
	worksheet: 'Write it down',
	sectors: {
		construction: 'construction',
		'health-care': 'health care',
		hospitality: 'hospitality',
		'transport-logistics': 'transport and logistics',
		manufacturing: 'manufacturing',
		'information-technology': 'information technology',
		entertainment: 'entertainment',
		'clean-energy': 'clean energy',
		culinary: 'culinary'
	}
};

const spanish: Labels = {
	say: 'Diga',
	ask: 'Pregunte',
	do: 'Haga',
	tip: 'Consejo',
	care: 'Cuidado',
	show: '',
	example: 'Ejemplo',
	worksheet: 'Escríbalo',
	sectors: {
		construction: 'construcción',
		'health-care': 'salud',
		hospitality: 'hotelería',
		'transport-logistics': 'transporte y logística',
		manufacturing: 'manufactura',
		'information-technology': 'informática',
		entertainment: 'entretenimiento',
		'clean-energy': 'energía limpia',
		culinary: 'cocina'
	}
};

export const labels = (locale: string): Labels => (locale === 'es' ? spanish : english);

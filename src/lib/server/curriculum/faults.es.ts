/** The words of each fault in Spanish: what is wrong, and what to do. */
import type { FaultTexts } from './faults.ts';

export const spanish: FaultTexts = {
	faults: {
		'file.unknown': [
			'Este archivo no es curriculum.yaml, ni module.md, ni una lección',
			'Nombre la lección “<número>-<nombre>.md” dentro de una carpeta “<número>-<nombre>”, con minúsculas, dígitos y guiones, o saque el archivo'
		],
		'file.number': ['El número {number} ya lo usa {other}', 'Dé a este archivo o carpeta un número propio'],
		'file.gap': ['Falta el número {number} antes de este', 'Numere sin saltos, en el orden en que se enseña'],
		'module.missing': [
			'La carpeta {folder} no tiene module.md',
			'Agregue {folder}/module.md con un id y un título'
		],
		'module.empty': ['La carpeta {folder} no tiene lecciones', 'Agregue una lección o quite la carpeta'],
		'curriculum.missing': ['No hay curriculum.yaml', 'Agréguelo en la carpeta principal del currículo'],
		'curriculum.version': ['“{value}” no es una versión', 'Escriba tres números con puntos, como 1.0.0'],
		'curriculum.languages': [
			'El inglés no está entre los idiomas',
			'Ponga “en” primero: es el texto que los demás traducen'
		],

		'text.size': ['El texto pasa de {limit} kB', 'Divida la lección en dos'],
		'text.deep': [
			'Aquí hay demasiados bloques, citas o listas unos dentro de otros',
			'Cierre lo que está abierto y deje a lo más una lista dentro de otra'
		],
		'text.marks': [
			'Aquí hay demasiados signos (* _ ~ [ ] ` < | &) muy juntos',
			'Úselos para palabras sueltas o enlaces y deje una línea vacía entre párrafos'
		],
		'text.lines': ['El texto tiene más de {limit} líneas', 'Divida la lección en dos'],
		'text.control': [
			'Hay un carácter de control invisible (U+{code})',
			'Bórrelo y escriba la palabra de nuevo'
		],
		'text.unreadable': [
			'El texto está demasiado enredado para leerlo',
			'Quite citas, listas y signos que estén unos dentro de otros'
		],

		'frontmatter.missing': [
			'El archivo no empieza con un encabezado',
			'Empiece con una línea “---”, luego “id:” y lo demás, y después otra línea “---”'
		],
		'frontmatter.unclosed': [
			'El encabezado nunca se cierra',
			'Ponga una línea “---” debajo de su última entrada'
		],
		'frontmatter.yaml': [
			'No se puede leer el encabezado: {message}',
			'Revise los dos puntos, las sangrías y las comillas de esta línea'
		],
		'frontmatter.unknown': ['“{key}” no es una entrada conocida aquí', 'Revise cómo está escrita o quítela'],
		'frontmatter.required': ['Falta la entrada “{key}”', 'Agréguela'],
		'frontmatter.type': [
			'“{key}” debe ser {expected}',
			'Escríbalo así; ponga entre comillas el texto que lleve dos puntos o #'
		],
		'frontmatter.choice': ['“{value}” no vale para “{key}”', 'Elija entre: {allowed}'],
		'frontmatter.empty': ['“{key}” está vacío', 'Complételo, o quítelo si se puede omitir'],
		'frontmatter.small': ['“{key}” es demasiado pequeño', 'Ponga un número no menor que {min}'],
		'frontmatter.large': ['“{key}” es demasiado grande', 'Ponga un número no mayor que {max}'],
		'frontmatter.long': ['“{key}” es demasiado largo', 'No pase de {max} letras o elementos'],
		'frontmatter.slug': [
			'“{value}” no se puede usar en “{key}”',
			'Use minúsculas de la a a la z, dígitos y guiones simples, empezando por una letra'
		],
		'frontmatter.repeated': ['“{value}” aparece dos veces en “{key}”', 'Nómbrelo una sola vez'],

		'id.missing': [
			'No hay id',
			'Agregue “id:” con un nombre corto que nunca haya tenido otra lección o módulo'
		],
		'id.invalid': [
			'“{value}” no puede ser un id',
			'Use minúsculas de la a a la z, dígitos y guiones simples, empezando por una letra'
		],
		'id.duplicate': ['El id “{id}” ya lo usa {other}', 'Elija otro; un id nunca se vuelve a usar'],

		'skill.missing': [
			'Una lección de habilidad necesita una habilidad',
			'Agregue “skill:” con name, steps, when y watchFor'
		],
		'skill.steps': ['Una habilidad tiene de tres a seis pasos, no {count}', 'Una o divida pasos'],
		'skill.step': [
			'Un paso es una sola oración corta; este tiene {words} palabras en {sentences} oraciones',
			'Dígalo en una oración de {limit} palabras como máximo'
		],
		'skill.activity': [
			'Una lección de habilidad necesita una actividad de tipo {kind}',
			'Agregue un título como “## Título ({kind}, 10 min)” y lo que se hace'
		],

		'lesson.promise': [
			'Nada le dice al participante qué le da esta lección',
			'Escriba una o dos oraciones entre el encabezado y la primera actividad'
		],
		'lesson.empty': [
			'La lección no tiene actividades',
			'Agregue títulos como “## Para empezar (check-in, 10 min)”'
		],
		'lesson.minutes': [
			'Las actividades suman {sum} minutos y el encabezado dice {minutes}',
			'Cambie las actividades o “minutes” para que coincidan'
		],

		'activity.heading': [
			'“{text}” no es el título de una actividad',
			'Escriba “## Título (tipo, 10 min)”; use ### para un título dentro de una actividad'
		],
		'activity.kind': ['“{kind}” no es un tipo de actividad', 'Elija entre: {allowed}'],
		'activity.empty': [
			'La actividad “{title}” no tiene contenido',
			'Escriba lo que se hace en ella o quite su título'
		],
		'heading.level': [
			'Aquí no puede ir un título con # o ##',
			'Use ### dentro de una actividad; el título de la lección va en el encabezado'
		],

		'block.unknown': ['“{name}” no es un bloque', 'Elija entre: {allowed}'],
		'block.unclosed': [
			'El bloque “{name}” no se cierra antes de la siguiente actividad o del final',
			'Ponga una línea “:::” donde termina el bloque'
		],
		'block.nested': [
			'El bloque “{name}” está dentro de otro bloque, de una lista o de una cita',
			'Cierre antes lo que está abierto con una línea “:::” y empiece el bloque al comienzo de una línea'
		],
		'block.space': ['Hay un espacio entre ::: y el nombre del bloque', 'Escriba “:::{name}” sin espacio'],
		'block.line': [
			'Esta línea parece el comienzo de un bloque pero no se lee así',
			'Deje “:::nombre” solo en su línea, fuera de código, HTML y tablas'
		],
		'block.stray': ['Este “:::” no cierra nada', 'Quítelo o abra un bloque más arriba'],
		'block.colons': ['Un bloque empieza con tres veces dos puntos', 'Escriba “:::{name}”'],
		'block.attribute': ['El bloque “{name}” no tiene el ajuste “{attribute}”', 'Quítelo'],
		'block.label': [
			'Un bloque no lleva texto entre corchetes',
			'Ponga el texto en una línea propia dentro del bloque'
		],
		'block.empty': ['El bloque “{name}” está vacío', 'Complételo o quítelo'],

		'example.sector': ['“{sector}” no es un sector de este currículo', 'Elija entre: {allowed}'],
		'worksheet.id': [
			'La hoja de trabajo no tiene id, o tiene uno que no se puede usar',
			'Escriba “:::worksheet{id="mi-hoja"}” con minúsculas, dígitos y guiones'
		],
		'worksheet.duplicate': ['El id de hoja “{id}” aparece dos veces en esta lección', 'Elija otro'],
		'worksheet.line': [
			'Esto no es un campo de una hoja de trabajo',
			'Escriba cada campo en una línea “- nombre: pregunta”'
		],
		'worksheet.field': ['El campo “{name}” aparece dos veces en esta hoja', 'Elija otro nombre'],

		'html.raw': [
			'En las lecciones no se usa HTML',
			'Escríbalo en Markdown, o entre acentos graves para mostrarlo tal cual'
		],
		'image.any': ['En las lecciones no se usan imágenes', 'Dígalo con palabras o dibújelo en la sala'],
		'link.scheme': [
			'El enlace “{url}” no se puede usar',
			'Enlace a una dirección con https://, mailto: o tel:, o escriba las palabras sin enlace'
		],
		'footnote.any': ['En las lecciones no se usan notas al pie', 'Ponga la nota dentro del texto'],

		'word.listed': ['“{word}” etiqueta a una persona', 'Diga: {instead}'],
		'reading.grade': [
			'Lo que leen los participantes está en el grado {grade}; el límite es {limit}',
			'Use oraciones y palabras más cortas; empiece aquí'
		],
		'reading.score': [
			'Lo que leen los participantes tiene {score} puntos (Fernández-Huerta); el mínimo es {limit}',
			'Use oraciones y palabras más cortas; empiece aquí'
		],
		'reading.sentences': [
			'Las oraciones que leen los participantes tienen {average} palabras en promedio; deben ser menos de {limit}',
			'Haga dos oraciones de una; empiece aquí'
		],
		'guide.grade': [
			'La guía está en el grado {grade}; el límite es {limit}',
			'Use oraciones y palabras más cortas; empiece aquí'
		],
		'guide.score': [
			'La guía tiene {score} puntos (Fernández-Huerta); el mínimo es {limit}',
			'Use oraciones y palabras más cortas; empiece aquí'
		],

		'lesson.words': [
			'La lección tiene {length} palabras; curriculum.yaml pide de {least} a {most}',
			'Acórtela o amplíela hasta que quepa'
		],
		'lesson.scenarios': [
			'Hay {there} escenas para practicar; curriculum.yaml pide {wanted}',
			'Escríbalas como la primera lista de una práctica en escena, fuera de los bloques'
		],
		'lesson.sectors': [
			'Los ejemplos son de {there} sectores; curriculum.yaml pide {wanted}',
			'Agregue “:::example{sector="…"}” de otros sectores'
		],

		'language.unlisted': [
			'“{language}” no está entre los idiomas de curriculum.yaml',
			'Agréguelo allí cuando todo el currículo esté traducido'
		],
		'translation.missing': ['No hay texto en “{language}”', 'Agregue {path}'],
		'translation.alone': ['No hay texto en inglés para este archivo', 'Agregue {path} o quite este archivo'],
		'translation.behind': [
			'El texto en inglés cambió después de esta traducción',
			'Traduzca el cambio y luego ponga {hash} en “translates”'
		],
		'translation.value': ['“{key}” difiere del texto en inglés', 'Ponga {wanted} o quítelo'],
		'translation.id': ['El id difiere del texto en inglés', 'Ponga “{wanted}”'],
		'translation.steps': ['La habilidad tiene {count} pasos, en inglés {wanted}', 'Traduzca paso por paso'],
		'translation.part': ['“{key}” está solo en uno de los dos idiomas', 'Póngalo en los dos o en ninguno'],
		'translation.activities': [
			'Hay {count} actividades, en inglés {wanted}',
			'Traduzca actividad por actividad'
		],
		'translation.activity': [
			'Esta actividad difiere en tipo o minutos de “{title}” en inglés',
			'Escriba ({wanted}) en su título'
		],
		'translation.worksheets': [
			'Las hojas de trabajo de esta actividad difieren de las inglesas',
			'Conserve sus id y los nombres de sus campos en el mismo orden: {wanted}'
		],

		'completion.lesson': ['“{id}” no es una lección de este currículo', 'Use el id de una lección'],
		'completion.core': [
			'“{id}” no es una lección básica',
			'Nombre solo lecciones básicas o márquela como básica'
		],
		'completion.count': ['“{key}” pide {wanted}, pero solo hay {there}', 'Bájelo o agregue lecciones'],
		'entry.unknown': ['“{id}” no es un módulo de este currículo', 'Use el id de un módulo'],
		'equivalents.to': [
			'“{id}” no es una lección de este currículo',
			'Después de “to:”, use el id de la lección en la que se convirtieron las anteriores'
		],
		'equivalents.from': [
			'“{id}” todavía es una lección de este currículo: su crédito cuenta por su id',
			'Después de “from:”, nombre solo lecciones que ya no están; dé un id nuevo a lo que se dividió o se unió'
		],
		'equivalents.twice': [
			'Dos líneas dicen de qué se hizo “{id}”',
			'Ponga en una sola línea todos los ids de los que se hizo'
		],
		'equivalents.circle': ['“{id}” lleva de vuelta a sí misma', 'Quite la línea que cierra el círculo']
	},
	expected: {
		string: 'texto',
		number: 'un número',
		int: 'un número entero',
		boolean: 'true o false',
		array: 'una lista',
		object: 'un grupo de entradas',
		'all-or-number': '“all” o un número entero',
		hash: 'las 64 letras y dígitos de un hash SHA-256'
	}
};

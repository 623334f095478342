/** A curriculum of one lesson in two languages without a fault, small enough to break one thing at a time. */
import { hashText, type SourceFile } from '#lib/server/curriculum/source.ts';

export const manifest = `id: small
title: Small
subtitle: A start
version: 1.0.0
languages: [en, es]
sectors: [construction, clean-energy]
completion:
  coreLessons: 1
  essential: [take-a-no]
  applications: all
  practice: {entries: 2, skills: 1}
  skillsShown: 1
  plan: take-a-no
entry: [first-steps]
`;

export const module = `---
id: first-steps
title: First steps
---
## Purpose

What facilitators should know.
`;

export const lesson = `---
id: take-a-no
title: Take a no
kind: skill
core: true
minutes: 60
targets: [work]
skill:
  name: Take a no
  steps: [Breathe., Say thank you., Ask one question.]
  when: Someone turns you down.
  watchFor: Arguing with the answer.
practice: {task: Apply once., times: 1}
materials: [cards]
care: Anyone may pass.
---
You learn to take a no.

## Check-in (check-in, 5 min)

:::say
Welcome back.
:::

## See it (model, 10 min)

:::example{sector="construction"}
One breath. "Thank you for calling."
:::

## Try it (role-play, 25 min)

Pairs. Swap after three minutes.

## Say what you saw (feedback, 5 min)

:::ask
Which step did you see?

Listen for: a real try.
:::

## Plan (plan, 15 min)

:::worksheet{id="my-no"}
- place: Where will you try it?
- day: On what day?
:::
`;

export const spanish = `---
id: take-a-no
translates: ${hashText(lesson)}
title: Recibir un no
skill:
  name: Recibir un no
  steps: [Respire., Dé las gracias., Haga una pregunta.]
  when: Alguien le dice que no.
  watchFor: Discutir la respuesta.
practice: {task: Solicite una vez.}
materials: [tarjetas]
care: Cualquiera puede pasar.
---
Aprenderá a recibir un no.

## Para empezar (check-in, 5 min)

:::say
Qué bueno verle.
:::

## Así se ve (model, 10 min)

:::example{sector="construction"}
Una respiración. “Gracias por llamar.”
:::

## Inténtelo (role-play, 25 min)

En parejas. Cambien a los tres minutos.

## Diga lo que vio (feedback, 5 min)

:::ask
¿Qué paso vio?

Escuche: un intento de verdad.
:::

## Plan (plan, 15 min)

:::worksheet{id="my-no"}
- place: ¿Dónde lo intentará?
- day: ¿Qué día?
:::
`;

export const spanishModule = `---
id: first-steps
translates: ${hashText(module)}
title: Primeros pasos
---
Lo que conviene saber.
`;

export const texts: Record<string, string> = {
	'curriculum.yaml': manifest,
	'1-first-steps/module.md': module,
	'1-first-steps/module.es.md': spanishModule,
	'1-first-steps/1-take-a-no.md': lesson,
	'1-first-steps/1-take-a-no.es.md': spanish
};

/** The small curriculum with other texts for some paths; null leaves the file out. */
export function files(changes: Record<string, string | null> = {}): SourceFile[] {
	return Object.entries({ ...texts, ...changes }).flatMap(([path, text]) =>
		text === null ? [] : [{ path, text }]
	);
}

/** Self-reports, observations, credentials and coaching goals in words. */
import * as m from '#lib/i18n/paraglide/messages.js';
import { getLocale } from '#lib/i18n/paraglide/runtime.js';
import { fullDay } from '#lib/format.ts';
import type {
	Adherence,
	Competence,
	CompetenceLevel,
	CredentialKind,
	GoalState,
	ObservationState,
	Obstacle,
	Readiness
} from '#lib/vocabulary.ts';

/** In the reader's language; a paper's may be another. */
type Words<Key extends string> = Record<
	Key,
	(inputs?: Record<string, never>, options?: { locale?: 'en' | 'es' }) => string
>;

export const readinessWords: Words<Readiness> = {
	ready: m.fidelity_ready,
	partly: m.fidelity_partly,
	'not-ready': m.fidelity_not_ready
};
export const obstacleWords: Words<Obstacle> = {
	time: m.fidelity_obstacle_time,
	'late-start': m.fidelity_obstacle_late_start,
	room: m.fidelity_obstacle_room,
	materials: m.fidelity_obstacle_materials,
	size: m.fidelity_obstacle_size,
	mood: m.fidelity_obstacle_mood,
	alone: m.fidelity_obstacle_alone,
	lesson: m.fidelity_obstacle_lesson
};

export const observationWords: Words<ObservationState> = {
	asked: m.observation_state_asked,
	signed: m.observation_state_signed,
	acknowledged: m.observation_state_acknowledged,
	over: m.observation_state_over
};
export const observationTones = {
	asked: 'watch',
	signed: 'watch',
	acknowledged: 'ok',
	over: 'plain'
} as const;
export const adherenceWords: Words<Adherence> = {
	yes: m.observation_seen_yes,
	no: m.observation_seen_no,
	'not-seen': m.observation_seen_not_seen
};

export const competenceWords: Words<Competence> = {
	models: m.competence_models,
	feedback: m.competence_feedback,
	everyone: m.competence_everyone,
	pace: m.competence_pace,
	respect: m.competence_respect,
	resistance: m.competence_resistance,
	work: m.competence_work
};
/** What 1, 3 and 5 look like. */
export const anchors: Record<Competence, Words<'1' | '3' | '5'>> = {
	models: { 1: m.competence_models_1, 3: m.competence_models_3, 5: m.competence_models_5 },
	feedback: { 1: m.competence_feedback_1, 3: m.competence_feedback_3, 5: m.competence_feedback_5 },
	everyone: { 1: m.competence_everyone_1, 3: m.competence_everyone_3, 5: m.competence_everyone_5 },
	pace: { 1: m.competence_pace_1, 3: m.competence_pace_3, 5: m.competence_pace_5 },
	respect: { 1: m.competence_respect_1, 3: m.competence_respect_3, 5: m.competence_respect_5 },
	resistance: { 1: m.competence_resistance_1, 3: m.competence_resistance_3, 5: m.competence_resistance_5 },
	work: { 1: m.competence_work_1, 3: m.competence_work_3, 5: m.competence_work_5 }
};
export const isAnchored = (level: CompetenceLevel): level is '1' | '3' | '5' =>
	['1', '3', '5'].includes(level);

const anchored = ['1', '3', '5'] as const;
/** "1: … · 3: … · 5: …" */
export const anchorsText = (competence: Competence): string =>
	anchored.map((level) => m.observation_level({ level, text: anchors[competence][level]() })).join(' · ');

/** "4", or that it was not seen. */
export const levelWord = (level: CompetenceLevel): string =>
	level === 'not-seen' ? m.observation_level_not_seen() : level;

/** The words of a level; of one between, its number alone. */
export function levelText(competence: Competence, level: CompetenceLevel): string {
	if (!isAnchored(level)) return levelWord(level);
	return m.observation_level({ level, text: anchors[competence][level]() });
}

export const credentialWords: Words<CredentialKind> = {
	curriculum: m.credential_curriculum,
	'cbi-basics': m.credential_cbi_basics,
	observer: m.credential_observer
};
type Held = {
	kind: CredentialKind;
	expiresOn: string | null;
	standing: 'valid' | 'expiring' | 'expired';
};
export const credentialTones = { valid: 'ok', expiring: 'watch', expired: 'risk' } as const;

/** "Curriculum training expires April 3" */
export function credentialText({ kind, expiresOn, standing }: Held): string {
	const name = credentialWords[kind]();
	if (expiresOn === null) return name;
	const about = { kind: name, day: fullDay(expiresOn, getLocale()) };
	if (standing === 'valid') return m.credential_valid_until(about);
	return standing === 'expiring' ? m.credential_expiring(about) : m.credential_expired(about);
}

export const goalWords: Words<GoalState> = {
	open: m.goals_state_open,
	reached: m.goals_state_reached,
	dropped: m.goals_state_dropped
};

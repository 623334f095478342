/** What an edition changes for groups, in the reader's words. */
import { m } from '#lib/i18n/paraglide/messages.js';
import type { StructureChange } from '#lib/server/curriculum/versions.ts';

export function structureText(change: StructureChange): string {
	switch (change.code) {
		case 'lesson-added':
			return m.curriculum_change_lesson_added(change);
		case 'lesson-removed':
			return m.curriculum_change_lesson_removed(change);
		case 'lesson-moved':
			return m.curriculum_change_lesson_moved(change);
		case 'minutes':
			return m.curriculum_change_minutes(change);
		case 'activities':
			return m.curriculum_change_activities(change);
		case 'worksheets':
			return m.curriculum_change_worksheets(change);
		case 'practice':
			return m.curriculum_change_practice(change);
		case 'nature':
			return m.curriculum_change_nature(change);
		case 'modules':
			return m.curriculum_change_modules();
		case 'completion':
			return m.curriculum_change_completion();
		case 'entry':
			return m.curriculum_change_entry();
	}
}

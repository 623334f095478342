import type { RoomActivity, RoomLesson } from '#lib/server/domain/rooms.ts';

/** An activity of the plan, and how it stands. */
export type PlannedActivity = RoomActivity & Omit<RoomLesson['activities'][number], 'html'>;

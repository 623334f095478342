import type { RoomActivity } from '#lib/server/domain/rooms.ts';
import type { RoomLesson } from '#lib/server/domain/room-lessons.ts';

/** An activity of the plan, and how it stands. */
export type PlannedActivity = RoomActivity & Omit<RoomLesson['activities'][number], 'html'>;

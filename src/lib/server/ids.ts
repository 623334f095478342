/** Ids: UUIDv7 as text, so that a browser can make them offline and they sort by time. */
import { v7 } from 'uuid';

export type Id = string;
export const newId = (): Id => v7();

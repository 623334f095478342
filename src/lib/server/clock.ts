/** Now, as the database keeps it: UTC, ISO 8601 with milliseconds. */
export const now = (): string => new Date().toISOString();

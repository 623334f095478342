/** Zones of the United States, from west to east; a program elsewhere has its own first in the list. */
export const zones = [
	'Pacific/Guam',
	'Pacific/Honolulu',
	'America/Anchorage',
	'America/Los_Angeles',
	'America/Phoenix',
	'America/Denver',
	'America/Chicago',
	'America/New_York',
	'America/Puerto_Rico'
];

/** The city that "America/Los_Angeles" is named after. */
export const zoneText = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');

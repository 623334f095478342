/** The yardstick: bare node:http and better-sqlite3 that answer the same rows as plain JSON. Started by run.ts. */
import { createServer, type IncomingMessage } from 'node:http';
import Sqlite from 'better-sqlite3';

const [path, port] = process.argv.slice(2);
const db = new Sqlite(path);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('foreign_keys = ON');

const session = db.prepare(
	`select s.*, g.name as group_name, g.edition_id, g.room, t.name as site from sessions s
	join groups g on g.id = s.group_id join sites t on t.id = g.site_id where s.id = ?`
);
const people = db.prepare(
	`select e.id, n.first_name, n.last_name from enrollments e join participant_names n on n.participant_id = e.participant_id
	where e.group_id = ? and e.exited_at is null order by lower(n.first_name)`
);
const marks = db.prepare('select * from marks where session_id = ? order by at, id');
const deliveries = db.prepare('select * from deliveries where group_id = ? order by id');
const practices = db.prepare('select * from practices where session_id = ? order by at, id');
const page = db.prepare(
	`select intro, activities from lesson_pages where edition_id = ? and lesson_id = ? and audience = ? and locale = 'en'`
);
const list = db.prepare(
	`select e.id, p.number, n.first_name, n.last_name, g.name as group_name, o.name as organization, e.enrolled_on,
	s.lessons_done, s.lessons_needed, s.minutes, s.practices, s.practices_needed, s.outlook, s.finish_on
	from enrollments e join standings s on s.enrollment_id = e.id join groups g on g.id = e.group_id
	join organizations o on o.id = e.organization_id join participants p on p.id = e.participant_id
	join participant_names n on n.participant_id = p.id
	where e.organization_id = ? and e.exited_at is null order by lower(n.first_name), lower(n.last_name), e.id`
);
const addMark = db.prepare(
	`insert into marks (id, organization_id, session_id, enrollment_id, status, replaces, operation_id, marked_by, at)
	values (@id, @organizationId, @sessionId, @enrollmentId, @status, '[]', @id, 'staff:bench', @at)`
);

type Row = Record<string, string>;

function sessionScreen(id: string) {
	const one = session.get(id) as Row;
	const lessons = (JSON.parse(one.lesson_ids) as string[]).map((lesson) =>
		page.get(one.edition_id, lesson, 'facilitator')
	);
	return {
		session: one,
		people: people.all(one.group_id),
		marks: marks.all(id),
		deliveries: deliveries.all(one.group_id),
		practices: practices.all(id),
		lessons
	};
}

async function bodyOf(request: IncomingMessage) {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return JSON.parse(Buffer.concat(chunks).toString()) as Row;
}

createServer(async (request, response) => {
	const [, what, ...ids] = request.url!.split('/');
	if (what === 'mark') addMark.run({ ...(await bodyOf(request)), at: new Date().toISOString() });
	const answer =
		what === 'session'
			? sessionScreen(ids[0])
			: what === 'lesson'
				? page.get(ids[0], ids[1], 'participant')
				: what === 'list'
					? list.all(ids[0])
					: { saved: true };
	response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
}).listen(Number(port), '127.0.0.1', () => console.log('Listening'));

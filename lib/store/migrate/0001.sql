-- The store as it begins. Tables of bulk rows have no foreign keys and no NOT
-- NULL: their rows go in by the million, and are checked by the code that
-- writes them. Everything that refers to a record refers to its key.

PRAGMA application_id = 1869442665;
PRAGMA user_version = 1;

CREATE TABLE meta (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The seed of all keys is a constant, so that two stores that were given the
-- same files hold the same.
INSERT INTO meta (name, value) VALUES
	('seed', '7308324466018577254'),
	('generation', '0'),
	('commit', '0');

CREATE TABLE word (
	list TEXT NOT NULL,
	number INTEGER NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (list, number)
) STRICT, WITHOUT ROWID;

INSERT INTO word (list, number, name) VALUES
	('channel', 1, 'store'), ('channel', 2, 'in_person'),
	('channel', 3, 'ec'), ('channel', 4, 'web'), ('channel', 5, 'app'),
	('channel', 6, 'phone'), ('channel', 7, 'email'),
	('channel', 8, 'form'), ('channel', 9, 'chat'), ('channel', 10, 'bot'),
	('channel', 11, 'messaging'), ('channel', 12, 'sns'),
	('channel', 13, 'fax'), ('channel', 14, 'mail'), ('channel', 15, 'ad'),
	('channel', 16, 'faq'), ('channel', 17, 'kiosk'),
	('channel', 18, 'partner'), ('channel', 19, 'other'),
	('event', 1, 'impression'), ('event', 2, 'view'),
	('event', 3, 'visit'), ('event', 4, 'signup'),
	('event', 5, 'inquiry'), ('event', 6, 'message'),
	('event', 7, 'reply'), ('event', 8, 'handoff'),
	('event', 9, 'resolve'), ('event', 10, 'reopen'),
	('event', 11, 'purchase'), ('event', 12, 'return'),
	('event', 13, 'cancel'), ('event', 14, 'payment'),
	('event', 15, 'survey'), ('event', 16, 'other'),
	('outcome', 1, 'resolved'), ('outcome', 2, 'unresolved'),
	('outcome', 3, 'escalated'), ('outcome', 4, 'transferred'),
	('outcome', 5, 'abandoned'), ('outcome', 6, 'deflected'),
	('outcome', 7, 'cancelled'),
	('direction', 1, 'inbound'), ('direction', 2, 'outbound'),
	('csat_scale', 1, '1-5'), ('csat_scale', 2, '1-3'),
	('csat_scale', 3, '1-7'), ('csat_scale', 4, '1-10'),
	('csat_scale', 5, '0-10'), ('csat_scale', 6, 'good-bad');

CREATE TABLE channel (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	kind INTEGER NOT NULL,
	is_explicit INTEGER NOT NULL -- the kind was said, not guessed by name
) STRICT;

CREATE TABLE source (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;

-- The ledger: one row a file.
CREATE TABLE import (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	path TEXT NOT NULL,
	content TEXT NOT NULL, -- XXH3-128 of the bytes, in hex
	source INTEGER NOT NULL REFERENCES source (id),
	channel TEXT NOT NULL, -- as it was asked for; '' when rows say it
	map_name TEXT NOT NULL,
	map_digest INTEGER NOT NULL,
	encoding TEXT NOT NULL,
	zone TEXT NOT NULL,
	at INTEGER NOT NULL,
	version TEXT NOT NULL,
	"rows" INTEGER NOT NULL DEFAULT 0,
	records_new INTEGER NOT NULL DEFAULT 0,
	records_changed INTEGER NOT NULL DEFAULT 0,
	records_same INTEGER NOT NULL DEFAULT 0,
	events_new INTEGER NOT NULL DEFAULT 0,
	events_changed INTEGER NOT NULL DEFAULT 0,
	events_same INTEGER NOT NULL DEFAULT 0,
	rows_new INTEGER NOT NULL DEFAULT 0,
	rows_changed INTEGER NOT NULL DEFAULT 0,
	rows_same INTEGER NOT NULL DEFAULT 0,
	continued INTEGER NOT NULL DEFAULT 0,
	anonymous INTEGER NOT NULL DEFAULT 0,
	odd INTEGER NOT NULL DEFAULT 0,
	rejected INTEGER NOT NULL DEFAULT 0,
	suppressed INTEGER NOT NULL DEFAULT 0,
	blank INTEGER NOT NULL DEFAULT 0,
	is_snapshot INTEGER NOT NULL DEFAULT 0,
	withdrawn INTEGER NOT NULL DEFAULT 0, -- records that the snapshot lacks
	undone_at INTEGER -- NULL: what it said stands
) STRICT;

CREATE INDEX import_content ON import (content);

CREATE TABLE record (
	id INTEGER PRIMARY KEY,
	key INTEGER,
	import INTEGER,
	source INTEGER,
	native_id TEXT
) STRICT;

-- The statement by which a record came stands with its key, for most have no
-- other: "said" is its observation (NULL once the import that made it was taken
-- back), first_at and last_at when it was said, by the data's own times. The
-- same statement said again only widens them.
CREATE TABLE record_key (
	key INTEGER PRIMARY KEY,
	"check" INTEGER NOT NULL,
	id INTEGER NOT NULL,
	said INTEGER,
	said_key INTEGER,
	said_check INTEGER,
	first_at INTEGER,
	last_at INTEGER
) STRICT;

-- The last full snapshot of a source and channel.
CREATE TABLE snapshot (
	id INTEGER PRIMARY KEY,
	source INTEGER NOT NULL REFERENCES source (id),
	channel TEXT NOT NULL, -- as in the ledger
	import INTEGER NOT NULL,
	UNIQUE (source, channel)
) STRICT;

-- When records were in the snapshots of a source and channel: from one import
-- (0: from before the first snapshot) to the first that lacks it (NULL: it is
-- there). A record is withdrawn if it was there and is in none any more.
CREATE TABLE presence (
	record INTEGER NOT NULL,
	snapshot INTEGER NOT NULL REFERENCES snapshot (id),
	since INTEGER NOT NULL,
	until INTEGER,
	PRIMARY KEY (record, snapshot, since)
) STRICT, WITHOUT ROWID;

-- What exports said of a record, each statement once.
CREATE TABLE observation (
	id INTEGER PRIMARY KEY,
	record INTEGER,
	import INTEGER,
	key INTEGER,
	said BLOB -- see store/said.h
) STRICT;

-- The same for further statements.
CREATE TABLE observation_key (
	record INTEGER NOT NULL,
	key INTEGER NOT NULL,
	"check" INTEGER NOT NULL,
	id INTEGER NOT NULL,
	first_at INTEGER,
	last_at INTEGER,
	PRIMARY KEY (record, key)
) STRICT, WITHOUT ROWID;

-- The times of an observation as the import said it that it is of, once others
-- have widened them.
CREATE TABLE observation_own (
	observation INTEGER PRIMARY KEY,
	first_at INTEGER,
	last_at INTEGER
) STRICT;

-- What imports said that others had said before: see store/repeat.h.
CREATE TABLE repeat (
	id INTEGER PRIMARY KEY,
	import INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	data BLOB NOT NULL
) STRICT;

-- Which import named which channel, and of what kind it said that it is (0:
-- it did not).
CREATE TABLE channel_said (
	import INTEGER NOT NULL,
	channel INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	PRIMARY KEY (import, channel, kind)
) STRICT, WITHOUT ROWID;

-- What many events have in common: a number in the event instead of six
-- columns.
CREATE TABLE shape (
	id INTEGER PRIMARY KEY,
	channel INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	outcome INTEGER NOT NULL,
	is_date_only INTEGER NOT NULL,
	amount_digits INTEGER NOT NULL,
	currency TEXT NOT NULL,
	UNIQUE (channel, kind, outcome, is_date_only, amount_digits, currency)
) STRICT;

CREATE TABLE event (
	id INTEGER PRIMARY KEY,
	record INTEGER,
	import INTEGER,
	shape INTEGER,
	occurred_at INTEGER,
	event_id TEXT,
	case_id TEXT,
	topic TEXT,
	product TEXT,
	quantity INTEGER, -- 1/1000
	amount INTEGER,   -- minor units
	campaign TEXT,
	location TEXT,
	device TEXT
) STRICT;

-- The rarer columns of an event, for those that have any.
CREATE TABLE event_detail (
	event INTEGER PRIMARY KEY,
	direction INTEGER,
	ended_at INTEGER,
	updated_at INTEGER,
	csat INTEGER,       -- 1/1000
	csat_scale INTEGER,
	nps INTEGER,
	ces INTEGER,        -- 1/1000
	first_reply_at INTEGER,
	resolved_at INTEGER,
	handle INTEGER,     -- 1/1000 s
	wait INTEGER,       -- 1/1000 s
	handover_channel TEXT,
	agent TEXT,
	team TEXT,
	automated INTEGER,
	context_passed INTEGER,
	reopens INTEGER,
	transfers INTEGER,
	replies INTEGER,
	text TEXT,
	attrs TEXT
) STRICT;

-- An event with an id stands for itself; "extra" is its updated_at. Events
-- without one that are equal in all that was mapped have one key; "extra" is
-- how many there are, NULL for one. "proof" holds 24 bits that tell ids of
-- the same key apart, and 39 bits of a digest of the content.
CREATE TABLE event_key (
	key INTEGER PRIMARY KEY,
	proof INTEGER,
	event INTEGER,
	extra INTEGER
) STRICT;

-- Rows of equal events without an id, but for the first of each.
CREATE TABLE event_more (
	key INTEGER NOT NULL,
	event INTEGER NOT NULL,
	PRIMARY KEY (key, event)
) STRICT, WITHOUT ROWID;

-- What imports said of an event and what does not stand, since another import
-- said something else of it that is newer. The columns of an event and of its
-- details, and what its key was.
CREATE TABLE event_past (
	id INTEGER PRIMARY KEY,
	record INTEGER,
	import INTEGER,
	shape INTEGER,
	occurred_at INTEGER,
	event_id TEXT,
	case_id TEXT,
	topic TEXT,
	product TEXT,
	quantity INTEGER,
	amount INTEGER,
	campaign TEXT,
	location TEXT,
	device TEXT,
	key INTEGER,
	proof INTEGER,
	extra INTEGER
) STRICT;

CREATE TABLE event_detail_past (
	event INTEGER PRIMARY KEY,
	direction INTEGER,
	ended_at INTEGER,
	updated_at INTEGER,
	csat INTEGER,
	csat_scale INTEGER,
	nps INTEGER,
	ces INTEGER,
	first_reply_at INTEGER,
	resolved_at INTEGER,
	handle INTEGER,
	wait INTEGER,
	handover_channel TEXT,
	agent TEXT,
	team TEXT,
	automated INTEGER,
	context_passed INTEGER,
	reopens INTEGER,
	transfers INTEGER,
	replies INTEGER,
	text TEXT,
	attrs TEXT
) STRICT;

CREATE TABLE customer (
	id INTEGER PRIMARY KEY,
	run INTEGER NOT NULL -- that gave the number
) STRICT;

CREATE TABLE membership (
	record INTEGER PRIMARY KEY,
	customer INTEGER NOT NULL
) STRICT;

-- A number that vanished in a run, and what most of its records became. The
-- last run that was not undone counts, for a number that nobody has.
CREATE TABLE alias (
	customer INTEGER NOT NULL,
	run INTEGER NOT NULL,
	into_customer INTEGER NOT NULL,
	PRIMARY KEY (customer, run)
) STRICT, WITHOUT ROWID;

-- What another system called a customer.
CREATE TABLE adopted (
	name TEXT NOT NULL,
	run INTEGER NOT NULL,
	customer INTEGER NOT NULL,
	PRIMARY KEY (name, run)
) STRICT, WITHOUT ROWID;

-- How records came to their customers: all that a run changed. 0 is none.
CREATE TABLE move (
	run INTEGER NOT NULL,
	record INTEGER NOT NULL,
	from_customer INTEGER NOT NULL,
	into_customer INTEGER NOT NULL,
	PRIMARY KEY (run, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	mode TEXT NOT NULL,
	records INTEGER NOT NULL,
	customers INTEGER NOT NULL,
	pairs INTEGER NOT NULL,
	links INTEGER NOT NULL,
	review INTEGER NOT NULL,
	created INTEGER NOT NULL,
	joined INTEGER NOT NULL,
	split INTEGER NOT NULL,
	largest INTEGER NOT NULL,
	threshold TEXT NOT NULL,
	took INTEGER NOT NULL, -- 1/1000 s
	imports INTEGER NOT NULL, -- the newest at its time
	undone_by INTEGER,        -- the run that took it back
	target INTEGER,           -- of an undo: the first that it took back
	is_ruling INTEGER NOT NULL DEFAULT 0, -- its pieces count
	base INTEGER -- see link; NULL: the run itself
) STRICT;

-- The model that customers are matched by: trained once, then frozen.
CREATE TABLE model (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	base INTEGER NOT NULL,   -- digest of base_text
	digest INTEGER NOT NULL, -- of text
	records INTEGER NOT NULL, -- that it was trained on
	base_text TEXT NOT NULL, -- the model before it was trained
	text TEXT NOT NULL
) STRICT;

-- Key figures as they were on a day, so that they can be compared.
CREATE TABLE measure (
	kpi TEXT NOT NULL,
	definition TEXT NOT NULL,
	period TEXT NOT NULL,
	part TEXT NOT NULL, -- the group
	unit TEXT NOT NULL,
	day TEXT NOT NULL,  -- of as_of, in the zone
	as_of INTEGER NOT NULL,
	value INTEGER,       -- times 10^digits; NULL: not known
	digits INTEGER NOT NULL,
	is_share INTEGER NOT NULL,
	n INTEGER,           -- how many it rests on; NULL: hidden
	PRIMARY KEY (kpi, definition, period, part, unit, day)
) STRICT, WITHOUT ROWID;

-- What people decided about two records (0 unsure, 1 same, 2 different); the
-- last one on a pair stands.
CREATE TABLE decision (
	id INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	path TEXT NOT NULL,
	line INTEGER NOT NULL,
	"left" INTEGER NOT NULL,
	"right" INTEGER NOT NULL,
	verdict INTEGER NOT NULL
) STRICT;

CREATE INDEX decision_pair ON decision ("left", "right");

-- Records in different pieces of one whole are apart; those in one piece that
-- is held are together.
CREATE TABLE piece (
	run INTEGER NOT NULL,
	record INTEGER NOT NULL,
	whole INTEGER NOT NULL,
	piece INTEGER NOT NULL,
	is_held INTEGER NOT NULL,
	PRIMARY KEY (run, record)
) STRICT, WITHOUT ROWID;

-- The links of a run are those of all runs from its base on, but for links of
-- records that a later one of them renewed: it has all links of those.
CREATE TABLE link (
	run INTEGER NOT NULL,
	n INTEGER NOT NULL,
	"left" INTEGER NOT NULL,
	"right" INTEGER NOT NULL,
	rule INTEGER NOT NULL,
	kind TEXT,
	value TEXT,
	weight INTEGER NOT NULL, -- 1/1000 bit
	is_refused INTEGER NOT NULL,
	reason TEXT,
	PRIMARY KEY (run, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE link_renewed (
	record INTEGER NOT NULL,
	run INTEGER NOT NULL,
	PRIMARY KEY (record, run)
) STRICT, WITHOUT ROWID;

-- People who belong together without being one: households (kind 0) and
-- accounts (kind 1). A customer is in the circle of its records.
CREATE TABLE circle (
	kind INTEGER NOT NULL,
	record INTEGER NOT NULL,
	number INTEGER NOT NULL,
	PRIMARY KEY (kind, record)
) STRICT, WITHOUT ROWID;

-- All that a run changed in them. 0 is none.
CREATE TABLE circle_move (
	run INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	record INTEGER NOT NULL,
	from_number INTEGER NOT NULL,
	into_number INTEGER NOT NULL,
	PRIMARY KEY (run, kind, record)
) STRICT, WITHOUT ROWID;

-- Values that a run disarmed: they are on too many records to say anything.
CREATE TABLE generic (
	run INTEGER NOT NULL,
	n INTEGER NOT NULL,
	kind TEXT NOT NULL,
	value TEXT NOT NULL,
	records INTEGER NOT NULL,
	PRIMARY KEY (run, n)
) STRICT, WITHOUT ROWID;

-- Journeys, packed: see store/packed.h. A block is a run of customers; a part
-- of it (a column, or whose events they are) is the row id * 64 + part.

CREATE TABLE journey_block (
	id INTEGER PRIMARY KEY,
	first_customer INTEGER NOT NULL, -- 0: events of nobody
	last_customer INTEGER NOT NULL,
	parts INTEGER NOT NULL -- bits
) STRICT;

CREATE TABLE journey_pack (
	id INTEGER PRIMARY KEY,
	"check" INTEGER NOT NULL,
	data BLOB NOT NULL
) STRICT;

-- What finding a person needs of the records: see store/matchpack.h.
CREATE TABLE match_pack (
	id INTEGER PRIMARY KEY,
	"check" INTEGER NOT NULL,
	data BLOB NOT NULL
) STRICT;

-- What is best known of each customer: see store/best.h. Of the generation
-- that meta has under "golden".
CREATE TABLE golden (
	customer INTEGER PRIMARY KEY,
	full_name TEXT,
	family_name TEXT,
	given_name TEXT,
	middle_name TEXT,
	full_kana TEXT,
	family_kana TEXT,
	given_kana TEXT,
	company TEXT,
	department TEXT,
	email TEXT,
	phone TEXT,
	country TEXT,
	region TEXT,
	city TEXT,
	street TEXT,
	building TEXT,
	postcode TEXT,
	address TEXT,
	birth_date TEXT,
	birth_place TEXT,
	gender TEXT,
	nationality TEXT,
	occupation TEXT,
	registered_at TEXT,
	opt_out TEXT,
	provenance TEXT -- JSON: {"*": record, field: another record}
) STRICT;

-- The views that omni-store(5) promises. They show no number of a row and no
-- time of an import, so that the order of imports does not show in them.
CREATE VIEW v_customer AS
	SELECT CASE WHEN m.customer IS NOT NULL
			THEN printf('C%09d', m.customer) END AS customer_id,
		count(DISTINCT r.key) AS records,
		count(DISTINCT r.source) AS sources,
		strftime('%Y-%m-%dT%H:%M:%SZ', min(iif(rk.said = o.id,
			rk.first_at, k.first_at)) / 1000000,
			'unixepoch') AS first_seen,
		strftime('%Y-%m-%dT%H:%M:%SZ', max(iif(rk.said = o.id,
			rk.last_at, k.last_at)) / 1000000,
			'unixepoch') AS last_seen
	FROM membership m
	JOIN record_key rk ON rk.key = m.record
	JOIN record r ON r.id = rk.id
	JOIN observation o ON o.record = r.key
	LEFT JOIN observation_key k
		ON k.record = iif(rk.said = o.id, NULL, o.record)
		AND k.key = o.key
	GROUP BY m.customer;

-- Nothing, where the table is of another generation than the store.
CREATE VIEW v_golden AS
	SELECT printf('C%09d', customer) AS customer_id,
		full_name, family_name, given_name, middle_name, full_kana,
		family_kana, given_kana, company, department, email, phone,
		country, region, city, street, building, postcode, address,
		birth_date, birth_place, gender, nationality, occupation,
		registered_at, opt_out,
		provenance
	FROM golden
	WHERE (SELECT value FROM meta WHERE name = 'golden')
		= (SELECT value FROM meta WHERE name = 'generation');

CREATE VIEW v_household AS
	SELECT printf('H%09d', min(h.number)) AS household_id,
		printf('C%09d', m.customer) AS customer_id
	FROM circle h JOIN membership m ON m.record = h.record
	WHERE h.kind = 0 GROUP BY m.customer;

CREATE VIEW v_account AS
	SELECT printf('A%09d', min(a.number)) AS account_id,
		printf('C%09d', m.customer) AS customer_id
	FROM circle a JOIN membership m ON m.record = a.record
	WHERE a.kind = 1 GROUP BY m.customer;

CREATE VIEW v_crosswalk AS
	SELECT CASE WHEN m.customer IS NOT NULL
			THEN printf('C%09d', m.customer) END AS customer_id,
		s.name AS source,
		r.native_id AS native_id,
		s.name || ':' || r.native_id AS record,
		strftime('%Y-%m-%dT%H:%M:%SZ', min(iif(rk.said = o.id,
			rk.first_at, k.first_at)) / 1000000,
			'unixepoch') AS first_seen,
		strftime('%Y-%m-%dT%H:%M:%SZ', max(iif(rk.said = o.id,
			rk.last_at, k.last_at)) / 1000000,
			'unixepoch') AS last_seen
	FROM record r
	JOIN source s ON s.id = r.source
	JOIN record_key rk ON rk.key = r.key
	JOIN observation o ON o.record = r.key
	LEFT JOIN observation_key k
		ON k.record = iif(rk.said = o.id, NULL, o.record)
		AND k.key = o.key
	LEFT JOIN membership m ON m.record = r.key
	GROUP BY r.id;

CREATE VIEW v_event AS
	SELECT CASE WHEN m.customer IS NOT NULL
			THEN printf('C%09d', m.customer) END AS customer_id,
		s.name AS source,
		r.native_id AS native_id,
		e.event_id,
		c.name AS channel,
		coalesce(ck.name, '') AS channel_kind,
		coalesce(w.name, '') AS event,
		strftime('%Y-%m-%dT%H:%M:%SZ', e.occurred_at / 1000000,
			'unixepoch') AS occurred_at,
		h.is_date_only,
		ow.name AS outcome,
		e.case_id, e.topic, e.product,
		CASE WHEN e.quantity % 1000 = 0 THEN e.quantity / 1000
			ELSE e.quantity / 1000.0 END AS quantity,
		CASE h.amount_digits
			WHEN 0 THEN CAST(e.amount AS TEXT)
			WHEN 2 THEN printf('%s%d.%02d', substr('-', 1,
				e.amount < 0), abs(e.amount) / 100,
				abs(e.amount) % 100)
			WHEN 3 THEN printf('%s%d.%03d', substr('-', 1,
				e.amount < 0), abs(e.amount) / 1000,
				abs(e.amount) % 1000)
			ELSE printf('%s%d.%04d', substr('-', 1,
				e.amount < 0), abs(e.amount) / 10000,
				abs(e.amount) % 10000)
			END AS amount,
		nullif(h.currency, '') AS currency,
		dw.name AS direction,
		strftime('%Y-%m-%dT%H:%M:%SZ', d.ended_at / 1000000,
			'unixepoch') AS ended_at,
		strftime('%Y-%m-%dT%H:%M:%SZ', d.updated_at / 1000000,
			'unixepoch') AS updated_at,
		CASE WHEN d.csat % 1000 = 0 THEN d.csat / 1000
			ELSE d.csat / 1000.0 END AS csat,
		sw.name AS csat_scale, d.nps,
		CASE WHEN d.ces % 1000 = 0 THEN d.ces / 1000
			ELSE d.ces / 1000.0 END AS ces,
		strftime('%Y-%m-%dT%H:%M:%SZ', d.first_reply_at / 1000000,
			'unixepoch') AS first_reply_at,
		strftime('%Y-%m-%dT%H:%M:%SZ', d.resolved_at / 1000000,
			'unixepoch') AS resolved_at,
		CASE WHEN d.handle % 1000 = 0 THEN d.handle / 1000
			ELSE d.handle / 1000.0 END AS handle_seconds,
		CASE WHEN d.wait % 1000 = 0 THEN d.wait / 1000
			ELSE d.wait / 1000.0 END AS wait_seconds,
		d.handover_channel, d.agent, d.team, d.automated,
		d.context_passed, d.reopens, d.transfers, d.replies,
		e.campaign, e.location, e.device, d.text, d.attrs,
		e.occurred_at AS occurred_at_us, e.amount AS amount_minor
	FROM event e
	JOIN import i ON i.id = e.import
	JOIN source s ON s.id = i.source
	JOIN shape h ON h.id = e.shape
	JOIN channel c ON c.id = h.channel
	LEFT JOIN record_key rk ON rk.key = e.record
	LEFT JOIN record r ON r.id = rk.id
	LEFT JOIN membership m ON m.record = e.record
	LEFT JOIN event_detail d ON d.event = e.id
	LEFT JOIN word w ON w.list = 'event' AND w.number = h.kind
	LEFT JOIN word ck ON ck.list = 'channel' AND ck.number = c.kind
	LEFT JOIN word ow ON ow.list = 'outcome' AND ow.number = h.outcome
	LEFT JOIN word dw ON dw.list = 'direction' AND dw.number = d.direction
	LEFT JOIN word sw
		ON sw.list = 'csat_scale' AND sw.number = d.csat_scale;

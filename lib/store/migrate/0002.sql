-- What a run replaced stays known: customer ids that vanished, and models.

PRAGMA user_version = 2;

-- The records that left a customer, by the customer: who has an id that
-- nobody has any more gets it back.
CREATE INDEX move_from ON move (from_customer) WHERE from_customer > 0;

-- The model that a run put another in the place of; NULL: there was none.
CREATE TABLE model_past (
	run INTEGER PRIMARY KEY,
	base INTEGER,
	digest INTEGER,
	records INTEGER,
	base_text TEXT,
	text TEXT
) STRICT;

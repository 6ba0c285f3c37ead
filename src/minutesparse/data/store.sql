-- The tables of a store (SQLite); user_version is their version, application_id ("mnts") says that it is one.
-- `item` is the id within the record ("c1"); `span_start` and `span_end` are offsets into `sources.text`.
-- Whoever is named keeps the words of the text, the full name they resolve to, and the attendee, NULL where unsettled.
PRAGMA application_id = 0x6d6e7473;
PRAGMA user_version = 1;

CREATE TABLE sources (
    name    TEXT PRIMARY KEY,  -- the path as it was given
    sha256  TEXT NOT NULL,     -- of the bytes
    program TEXT NOT NULL,     -- what read them
    same_as TEXT REFERENCES sources (name) ON DELETE CASCADE,  -- the source of the same content that was read instead
    text    TEXT               -- what spans refer to
);
CREATE INDEX sources_content ON sources (sha256);
CREATE INDEX sources_same_as ON sources (same_as);

CREATE TABLE failures (
    name   TEXT PRIMARY KEY,   -- the path of a document that is not in the store
    reason TEXT NOT NULL
);

CREATE TABLE meetings (
    id            INTEGER PRIMARY KEY,
    source        TEXT NOT NULL REFERENCES sources (name) ON DELETE CASCADE,
    part          INTEGER NOT NULL,  -- from 1, where one file holds several meetings
    title         TEXT,
    body          TEXT,
    date          TEXT,              -- ISO 8601, or year and month
    start_time    TEXT,
    end_time      TEXT,
    venue         TEXT,
    chair         TEXT,
    minute_taker  TEXT,
    next_meeting  TEXT,
    kind          TEXT,
    reference     TEXT,
    record_status TEXT,
    record        TEXT NOT NULL,     -- the whole record, JSON
    UNIQUE (source, part)
);
CREATE INDEX meetings_date ON meetings (date);

CREATE TABLE people (  -- one row for one person across the meetings of a body
    id        INTEGER PRIMARY KEY,
    key       TEXT NOT NULL UNIQUE,  -- stays the same when later meetings come
    body      TEXT NOT NULL,
    name      TEXT NOT NULL,         -- the fullest of the spellings
    spellings TEXT NOT NULL          -- JSON list
);

CREATE TABLE attendees (
    id            INTEGER PRIMARY KEY,
    meeting_id    INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    person_id     INTEGER REFERENCES people (id) ON DELETE SET NULL,
    item          TEXT NOT NULL,
    name          TEXT NOT NULL,
    honorific     TEXT,
    role          TEXT,
    organisation  TEXT,
    abbreviations TEXT NOT NULL,     -- JSON list
    status        TEXT,              -- present, in_attendance, apologies, absent
    is_chair      INTEGER NOT NULL,
    span_start    INTEGER NOT NULL,
    span_end      INTEGER NOT NULL,
    UNIQUE (meeting_id, item)
);
CREATE INDEX attendees_person ON attendees (person_id);

CREATE TABLE sections (
    id           INTEGER PRIMARY KEY,
    meeting_id   INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    parent_id    INTEGER REFERENCES sections (id),
    item         TEXT NOT NULL,
    number       TEXT,
    title        TEXT NOT NULL,
    level        INTEGER NOT NULL,
    confidential INTEGER NOT NULL,
    span_start   INTEGER NOT NULL,
    span_end     INTEGER NOT NULL,
    UNIQUE (meeting_id, item)
);
CREATE INDEX sections_parent ON sections (parent_id);

CREATE TABLE concerns (
    id                    INTEGER PRIMARY KEY,
    meeting_id            INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    section_id            INTEGER REFERENCES sections (id),
    item                  TEXT NOT NULL,
    kind                  TEXT NOT NULL,  -- concern, assurance_sought
    text                  TEXT NOT NULL,
    raised_by             TEXT,
    raised_by_name        TEXT,
    raised_by_attendee_id INTEGER REFERENCES attendees (id),
    rule                  TEXT NOT NULL,
    confidence            REAL NOT NULL,
    span_start            INTEGER NOT NULL,
    span_end              INTEGER NOT NULL,
    UNIQUE (meeting_id, item)
);
CREATE INDEX concerns_section ON concerns (section_id);
CREATE INDEX concerns_attendee ON concerns (raised_by_attendee_id);

CREATE TABLE responses (
    id             INTEGER PRIMARY KEY,
    concern_id     INTEGER NOT NULL REFERENCES concerns (id) ON DELETE CASCADE,
    text           TEXT NOT NULL,
    by             TEXT,
    by_name        TEXT,
    by_attendee_id INTEGER REFERENCES attendees (id),
    span_start     INTEGER NOT NULL,
    span_end       INTEGER NOT NULL
);
CREATE INDEX responses_concern ON responses (concern_id);
CREATE INDEX responses_attendee ON responses (by_attendee_id);

CREATE TABLE actions (
    id         INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    section_id INTEGER REFERENCES sections (id),
    item       TEXT NOT NULL,
    kind       TEXT NOT NULL,   -- labelled, stated
    reference  TEXT,
    text       TEXT NOT NULL,
    due        TEXT,            -- the words
    due_date   TEXT,            -- the day they name
    status     TEXT NOT NULL,   -- open, closed
    origin     TEXT NOT NULL,   -- new, carried_forward, update
    rule       TEXT NOT NULL,
    confidence REAL NOT NULL,
    span_start INTEGER NOT NULL,
    span_end   INTEGER NOT NULL,
    UNIQUE (meeting_id, item)
);
CREATE INDEX actions_section ON actions (section_id);
CREATE INDEX actions_status ON actions (status, due_date);

CREATE TABLE owners (
    id          INTEGER PRIMARY KEY,
    action_id   INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
    text        TEXT NOT NULL,
    name        TEXT,
    attendee_id INTEGER REFERENCES attendees (id)
);
CREATE INDEX owners_action ON owners (action_id);
CREATE INDEX owners_attendee ON owners (attendee_id);

CREATE TABLE decisions (
    id                   INTEGER PRIMARY KEY,
    meeting_id           INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    section_id           INTEGER REFERENCES sections (id),
    item                 TEXT NOT NULL,
    text                 TEXT NOT NULL,
    outcome              TEXT NOT NULL,  -- approved, rejected, deferred, noted
    mover                TEXT,
    mover_name           TEXT,
    mover_attendee_id    INTEGER REFERENCES attendees (id),
    seconder             TEXT,
    seconder_name        TEXT,
    seconder_attendee_id INTEGER REFERENCES attendees (id),
    votes_for            INTEGER,
    votes_against        INTEGER,
    votes_abstain        INTEGER,
    unanimous            INTEGER,
    rule                 TEXT NOT NULL,
    confidence           REAL NOT NULL,
    span_start           INTEGER NOT NULL,
    span_end             INTEGER NOT NULL,
    UNIQUE (meeting_id, item)
);
CREATE INDEX decisions_section ON decisions (section_id);
CREATE INDEX decisions_mover ON decisions (mover_attendee_id);
CREATE INDEX decisions_seconder ON decisions (seconder_attendee_id);

CREATE TABLE votes (
    id          INTEGER PRIMARY KEY,
    decision_id INTEGER NOT NULL REFERENCES decisions (id) ON DELETE CASCADE,
    option      TEXT NOT NULL,
    text        TEXT NOT NULL,
    name        TEXT,
    attendee_id INTEGER REFERENCES attendees (id)
);
CREATE INDEX votes_decision ON votes (decision_id);
CREATE INDEX votes_attendee ON votes (attendee_id);

CREATE TABLE diagnostics (
    id         INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    code       TEXT NOT NULL,
    severity   TEXT NOT NULL,
    message    TEXT NOT NULL,
    span_start INTEGER,
    span_end   INTEGER
);
CREATE INDEX diagnostics_meeting ON diagnostics (meeting_id);

CREATE TABLE passages (  -- what can be searched: every item, and all of the text, section by section
    id         INTEGER PRIMARY KEY,
    meeting_id INTEGER NOT NULL REFERENCES meetings (id) ON DELETE CASCADE,
    section_id INTEGER REFERENCES sections (id),  -- the section it stands in or is; NULL before the first
    kind       TEXT NOT NULL,                     -- concern, response, action, decision, section
    item_id    INTEGER,                           -- id in the table of that kind; NULL before the first section
    text       TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end   INTEGER NOT NULL
);
CREATE INDEX passages_meeting ON passages (meeting_id);
CREATE INDEX passages_section ON passages (section_id);
CREATE INDEX passages_item ON passages (kind, item_id);
CREATE VIRTUAL TABLE passages_fts USING fts5 (  -- content is written as Datasette and sqlite-utils look for it
    text, content="passages", content_rowid="id", tokenize="porter unicode61 remove_diacritics 2"
);
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
    INSERT INTO passages_fts (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
    INSERT INTO passages_fts (passages_fts, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER passages_changed AFTER UPDATE ON passages BEGIN
    INSERT INTO passages_fts (passages_fts, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO passages_fts (rowid, text) VALUES (new.id, new.text);
END;

-- The tables as they are now. Nothing runs this file: a database is made by the migrations, and a
-- test proves that both give the same. Rules that must hold whichever way a row comes in are
-- triggers, because SQLite checks foreign keys only for connections that ask for it.

-- Every version of every record. Rows are added and never changed.
CREATE TABLE revision (
    -- What kind of record it is a version of.
    kind TEXT NOT NULL CHECK (
        kind IN ('source', 'person', 'round', 'event', 'quote', 'fact', 'conflict')
    ),
    -- Id of the record, unique within its kind and used for ever.
    id TEXT NOT NULL CHECK (id <> ''),
    -- 1 for the first version of the record, then counting up by one.
    number INTEGER NOT NULL CHECK (typeof(number) = 'integer'),
    -- The record as canonical JSON: sorted keys, defaults left out. It names the id again. As
    -- bodies are never rewritten, a key that is added to a kind of record must have a default.
    body TEXT NOT NULL CHECK (json_valid(body) AND json_extract(body, '$.id') IS id),
    -- Who made this version: "curated files", or a person.
    author TEXT NOT NULL CHECK (author <> ''),
    -- When it was made, in UTC: 2025-07-23T18:04:00.000000+00:00. Sorts as text.
    made_at TEXT NOT NULL CHECK (
        made_at GLOB '????-??-??T??:??:??.??????+00:00' AND julianday(made_at) IS NOT NULL
    ),
    -- Why it was made, in words for the reader of the history.
    reason TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (kind, id, number)
);

-- Which revision of each record is the current one. Kept by the triggers of `revision`.
CREATE TABLE record (
    -- Kind of the record.
    kind TEXT NOT NULL,
    -- Id of the record.
    id TEXT NOT NULL,
    -- Number of its newest revision.
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, id),
    FOREIGN KEY (kind, id, number) REFERENCES revision (kind, id, number)
) WITHOUT ROWID;

-- The sources that a revision cites. Stored before the revision, so that a trigger of `revision`
-- can see them; where in the source to look stands in the body.
CREATE TABLE citation (
    -- Kind of the record that cites.
    kind TEXT NOT NULL,
    -- Id of the record that cites.
    id TEXT NOT NULL,
    -- Number of its revision that cites.
    number INTEGER NOT NULL,
    -- 0 for the source to show first.
    position INTEGER NOT NULL CHECK (position >= 0),
    -- Always 'source': the half of the foreign key that says which kind of record is cited.
    source_kind TEXT NOT NULL DEFAULT 'source' CHECK (source_kind = 'source'),
    -- Id of the source that is cited.
    source_id TEXT NOT NULL,
    PRIMARY KEY (kind, id, number, position),
    UNIQUE (kind, id, number, source_id),
    FOREIGN KEY (kind, id, number) REFERENCES revision (kind, id, number)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (source_kind, source_id) REFERENCES record (kind, id)
) WITHOUT ROWID;

-- Numbers have no gaps. This also stops INSERT OR REPLACE, which deletes without delete triggers.
CREATE TRIGGER revision_counts_up_by_one
BEFORE INSERT ON revision
WHEN NEW.number IS NOT (
    SELECT ifnull(max(number), 0) + 1
    FROM revision
    WHERE kind = NEW.kind AND id = NEW.id
)
BEGIN
    SELECT RAISE(ABORT, 'the number of a revision is one more than the last');
END;

-- No fact, quote, person, round or event without a source. Kinds are listed by exception, so that
-- a kind that is added later must cite unless somebody decides otherwise.
CREATE TRIGGER revision_cites_a_source
BEFORE INSERT ON revision
WHEN NEW.kind NOT IN ('source', 'conflict') AND NOT EXISTS (
    SELECT 1
    FROM citation
    WHERE kind = NEW.kind AND id = NEW.id AND number = NEW.number
)
BEGIN
    SELECT RAISE(ABORT, 'a record of this kind cites at least one source');
END;

-- A body without a source in it cannot hide behind a citation row. Where in the body a source
-- stands differs by kind and is not for SQL to know.
CREATE TRIGGER revision_names_the_sources_it_cites
BEFORE INSERT ON revision
WHEN EXISTS (
    SELECT 1
    FROM citation
    WHERE kind = NEW.kind AND id = NEW.id AND number = NEW.number
        AND instr(NEW.body, json_quote(source_id)) = 0
)
BEGIN
    SELECT RAISE(ABORT, 'the body of a revision names the sources that it cites');
END;

CREATE TRIGGER revision_becomes_current
AFTER INSERT ON revision
BEGIN
    -- Not an upsert: the conflict clause of the outer INSERT would replace its own.
    INSERT INTO record (kind, id, number)
    SELECT NEW.kind, NEW.id, NEW.number
    WHERE NEW.number = 1;
    UPDATE record
    SET number = NEW.number
    WHERE kind = NEW.kind AND id = NEW.id AND NEW.number > 1;
END;

CREATE TRIGGER revision_is_never_updated
BEFORE UPDATE ON revision
BEGIN
    SELECT RAISE(ABORT, 'a revision is never changed');
END;

CREATE TRIGGER revision_is_never_deleted
BEFORE DELETE ON revision
BEGIN
    SELECT RAISE(ABORT, 'a revision is never deleted');
END;

CREATE TRIGGER record_is_inserted_at_its_newest_revision
BEFORE INSERT ON record
WHEN NEW.number IS NOT (
    SELECT max(number)
    FROM revision
    WHERE kind = NEW.kind AND id = NEW.id
)
BEGIN
    SELECT RAISE(ABORT, 'a record points at its newest revision');
END;

CREATE TRIGGER record_is_moved_to_its_newest_revision
BEFORE UPDATE ON record
WHEN NEW.kind IS NOT OLD.kind OR NEW.id IS NOT OLD.id OR NEW.number IS NOT (
    SELECT max(number)
    FROM revision
    WHERE kind = NEW.kind AND id = NEW.id
)
BEGIN
    SELECT RAISE(ABORT, 'a record points at its newest revision');
END;

CREATE TRIGGER record_is_never_deleted
BEFORE DELETE ON record
BEGIN
    SELECT RAISE(ABORT, 'a record is never deleted');
END;

CREATE TRIGGER citation_names_a_stored_source
BEFORE INSERT ON citation
WHEN NOT EXISTS (
    SELECT 1
    FROM record
    WHERE kind = 'source' AND id = NEW.source_id
)
BEGIN
    SELECT RAISE(ABORT, 'a citation names a stored source');
END;

CREATE TRIGGER citation_comes_before_its_revision
BEFORE INSERT ON citation
WHEN EXISTS (
    SELECT 1
    FROM revision
    WHERE kind = NEW.kind AND id = NEW.id AND number = NEW.number
)
BEGIN
    SELECT RAISE(ABORT, 'a revision is never changed');
END;

CREATE TRIGGER citation_is_never_updated
BEFORE UPDATE ON citation
BEGIN
    SELECT RAISE(ABORT, 'a revision is never changed');
END;

CREATE TRIGGER citation_is_never_deleted
BEFORE DELETE ON citation
BEGIN
    SELECT RAISE(ABORT, 'a revision is never changed');
END;

-- What a chat has chosen. A person's private chat has the id of the person.
CREATE TABLE chat (
    -- Telegram's id of the chat; an opaque number to the record.
    chat_id INTEGER PRIMARY KEY NOT NULL CHECK (typeof(chat_id) = 'integer'),
    -- Language of the bot's messages there; none where Telegram's setting is followed.
    language TEXT CHECK (language IN ('en', 'uk', 'ru', 'tr'))
);

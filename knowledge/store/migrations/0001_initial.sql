-- Records with append-only revisions and their citations.

CREATE TABLE revision (
    kind TEXT NOT NULL CHECK (
        kind IN ('source', 'person', 'round', 'event', 'quote', 'fact', 'conflict')
    ),
    id TEXT NOT NULL CHECK (id <> ''),
    number INTEGER NOT NULL CHECK (typeof(number) = 'integer'),
    body TEXT NOT NULL CHECK (json_valid(body) AND json_extract(body, '$.id') IS id),
    author TEXT NOT NULL CHECK (author <> ''),
    made_at TEXT NOT NULL CHECK (
        made_at GLOB '????-??-??T??:??:??.??????+00:00' AND julianday(made_at) IS NOT NULL
    ),
    reason TEXT NOT NULL CHECK (reason <> ''),
    PRIMARY KEY (kind, id, number)
);

CREATE TABLE record (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, id),
    FOREIGN KEY (kind, id, number) REFERENCES revision (kind, id, number)
) WITHOUT ROWID;

CREATE TABLE citation (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    source_kind TEXT NOT NULL DEFAULT 'source' CHECK (source_kind = 'source'),
    source_id TEXT NOT NULL,
    PRIMARY KEY (kind, id, number, position),
    UNIQUE (kind, id, number, source_id),
    FOREIGN KEY (kind, id, number) REFERENCES revision (kind, id, number)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (source_kind, source_id) REFERENCES record (kind, id)
) WITHOUT ROWID;

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

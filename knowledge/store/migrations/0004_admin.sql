-- Drafts, offices, the audit and the unanswered questions.

-- Who may change the record from a chat. A row stays when the office is taken away, so that the
-- configuration does not give it back at the next start.
CREATE TABLE editor (
    person_id INTEGER PRIMARY KEY NOT NULL CHECK (typeof(person_id) = 'integer'),
    office TEXT CHECK (office IN ('owner', 'admin', 'curator')),
    changed_by INTEGER,
    changed_at TEXT NOT NULL
);

-- A change that somebody wants to make to the record; its content is never altered.
CREATE TABLE draft (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    author INTEGER NOT NULL,
    command TEXT NOT NULL CHECK (command <> ''),
    typed TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    made_at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'waiting', 'published', 'discarded')),
    ended_by INTEGER,
    ended_at TEXT
);

-- What a draft makes of each record that it touches.
CREATE TABLE draft_record (
    draft INTEGER NOT NULL REFERENCES draft (number),
    position INTEGER NOT NULL CHECK (position >= 0),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    base INTEGER NOT NULL CHECK (base >= 0),
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (draft, position),
    UNIQUE (draft, kind, id)
) WITHOUT ROWID;

CREATE TRIGGER draft_keeps_its_content
BEFORE UPDATE ON draft
WHEN NEW.number IS NOT OLD.number OR NEW.author IS NOT OLD.author
    OR NEW.typed IS NOT OLD.typed OR NEW.command IS NOT OLD.command
    OR NEW.reason IS NOT OLD.reason OR NEW.made_at IS NOT OLD.made_at
    OR OLD.state IN ('published', 'discarded')
BEGIN
    SELECT RAISE(ABORT, 'a draft keeps its content, and its end is final');
END;

CREATE TRIGGER draft_is_never_deleted
BEFORE DELETE ON draft
BEGIN
    SELECT RAISE(ABORT, 'a draft is never deleted');
END;

CREATE TRIGGER draft_record_is_never_updated
BEFORE UPDATE ON draft_record
BEGIN
    SELECT RAISE(ABORT, 'a draft keeps its content');
END;

CREATE TRIGGER draft_record_is_never_deleted
BEFORE DELETE ON draft_record
BEGIN
    SELECT RAISE(ABORT, 'a draft keeps its content');
END;

-- What editors did, by the update that asked for it: a redelivered one is answered, not repeated.
CREATE TABLE act (
    update_id INTEGER PRIMARY KEY NOT NULL CHECK (typeof(update_id) = 'integer'),
    person_id INTEGER NOT NULL,
    place TEXT NOT NULL,
    result TEXT NOT NULL,
    done_at TEXT NOT NULL,
    answered_at TEXT
);

-- Who did what when. Rows are added and never changed.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    at TEXT NOT NULL,
    person_id INTEGER,
    act TEXT NOT NULL CHECK (act <> ''),
    draft INTEGER REFERENCES draft (number),
    details TEXT NOT NULL CHECK (json_valid(details))
);

CREATE TRIGGER audit_is_never_updated
BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is never changed');
END;

CREATE TRIGGER audit_is_never_deleted
BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is never changed');
END;

-- A command that asks for one thing after the other, while it is not yet complete.
CREATE TABLE dialogue (
    person_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    command TEXT NOT NULL,
    typed TEXT NOT NULL,
    asks TEXT NOT NULL,
    update_id INTEGER NOT NULL,
    PRIMARY KEY (person_id, chat_id)
) WITHOUT ROWID;

-- Questions that were not answered well, without who asked them.
CREATE TABLE unanswered (
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    question TEXT NOT NULL CHECK (question <> ''),
    normal TEXT NOT NULL,
    language TEXT NOT NULL,
    trouble TEXT NOT NULL CHECK (trouble IN ('no_answer', 'none_of_these', 'thumbs_down')),
    times INTEGER NOT NULL DEFAULT 1 CHECK (times >= 1),
    last_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'attached', 'answered', 'out_of_scope', 'ignored')),
    fact TEXT,
    UNIQUE (normal, language, trouble)
);

-- Which choice different people made when they were asked back, without who they are.
CREATE TABLE chosen (
    normal TEXT NOT NULL,
    language TEXT NOT NULL,
    question TEXT NOT NULL,
    fact TEXT NOT NULL,
    digest INTEGER NOT NULL CHECK (digest BETWEEN 0 AND 65535),
    PRIMARY KEY (normal, language, fact, digest)
) WITHOUT ROWID;

-- Suggestions that somebody turned down.
CREATE TABLE declined (
    normal TEXT NOT NULL,
    language TEXT NOT NULL,
    fact TEXT NOT NULL,
    PRIMARY KEY (normal, language, fact)
) WITHOUT ROWID;

-- Chats that asked to be told when there is an answer. The row goes when they are told.
CREATE TABLE waiting (
    question INTEGER NOT NULL REFERENCES unanswered (number),
    chat_id INTEGER NOT NULL,
    PRIMARY KEY (question, chat_id)
) WITHOUT ROWID;

-- The one secret of the digests in `chosen`.
CREATE TABLE digest_key (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    secret TEXT NOT NULL
);

-- Which revision by somebody else the curated files took over, word for word.
CREATE TABLE adopted (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, id),
    FOREIGN KEY (kind, id, number) REFERENCES revision (kind, id, number)
) WITHOUT ROWID;

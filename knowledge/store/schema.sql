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

-- What a place wants to hear, and how. A place is a chat, or one topic of a forum.
CREATE TABLE subscription (
    -- Number of the subscription.
    id INTEGER PRIMARY KEY NOT NULL,
    -- Telegram's id of the chat; an opaque number to the record.
    chat_id INTEGER NOT NULL CHECK (typeof(chat_id) = 'integer'),
    -- Topic of a forum; 0 for the chat itself and for General.
    thread_id INTEGER NOT NULL CHECK (thread_id >= 0),
    -- Language of the alerts there.
    language TEXT NOT NULL CHECK (language IN ('en', 'uk', 'ru', 'tr')),
    -- Whether every alert is wanted, or only the important ones.
    urgency TEXT NOT NULL CHECK (urgency IN ('all', 'important')),
    -- IANA name of the time zone in which the day there is counted.
    time_zone TEXT NOT NULL CHECK (time_zone <> ''),
    -- Minute of the local day from which alerts wait; none where there are no quiet hours.
    quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439),
    -- Minute of the local day at which what waited comes as one digest.
    quiet_until INTEGER CHECK (quiet_until BETWEEN 0 AND 1439),
    -- One message an alert, or one digest a day or a week.
    rhythm TEXT NOT NULL CHECK (rhythm IN ('single', 'daily', 'weekly')),
    -- Whether messages come without a sound.
    is_silent INTEGER NOT NULL CHECK (is_silent IN (0, 1)),
    -- Why nothing is sent for now; none where alerts are sent.
    paused_because TEXT CHECK (
        paused_because IN (
            'asked', 'blocked', 'removed', 'muted', 'deactivated', 'topic_closed', 'not_found'
        )
    ),
    -- When a pause that was asked for ends, in milliseconds of Unix time.
    paused_until INTEGER CHECK (paused_until IS NULL OR paused_because = 'asked'),
    UNIQUE (chat_id, thread_id),
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);

-- The kinds of alert that a subscription wants.
CREATE TABLE interest (
    -- Name of the kind, from the rules; `everything` for all.
    what TEXT NOT NULL CHECK (what <> ''),
    -- The subscription that wants it.
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    PRIMARY KEY (what, subscription_id)
) WITHOUT ROWID;

CREATE INDEX interest_by_subscription ON interest (subscription_id);

-- Who has added the bot to a group or channel, or set it up there: whom to offer it in private.
-- Rights are asked of Telegram at the act, never read from here.
CREATE TABLE steward (
    -- Telegram's id of the person.
    person_id INTEGER NOT NULL CHECK (person_id > 0),
    -- Telegram's id of the group or channel.
    chat_id INTEGER NOT NULL CHECK (chat_id < 0),
    PRIMARY KEY (person_id, chat_id)
) WITHOUT ROWID;

-- What is told, once for all who hear it. Rendered from the revisions when it is sent.
CREATE TABLE alert (
    -- Number of the alert; later ones are higher.
    id INTEGER PRIMARY KEY NOT NULL,
    -- News, a correction, or the next state of a live round's message.
    purpose TEXT NOT NULL CHECK (purpose IN ('news', 'correction', 'live')),
    -- Name of the rule's kind of alert.
    what TEXT NOT NULL CHECK (what <> ''),
    -- Kind of the record that changed.
    kind TEXT NOT NULL,
    -- Id of the record that changed.
    record_id TEXT NOT NULL,
    -- Its revision before; none where it is new.
    before_number INTEGER,
    -- Its revision now.
    after_number INTEGER NOT NULL,
    -- Whether those who want only important alerts get it.
    is_important INTEGER NOT NULL CHECK (is_important IN (0, 1)),
    -- When the change was made, in milliseconds of Unix time.
    made_at INTEGER NOT NULL,
    -- Why the record was changed, as its revision says.
    reason TEXT NOT NULL,
    FOREIGN KEY (kind, record_id, before_number) REFERENCES revision (kind, id, number),
    FOREIGN KEY (kind, record_id, after_number) REFERENCES revision (kind, id, number)
);

-- The ledger: one alert to one place, and what became of it.
CREATE TABLE delivery (
    -- Number of the delivery.
    id INTEGER PRIMARY KEY NOT NULL,
    -- What is to be told.
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    -- Telegram's id of the chat.
    chat_id INTEGER NOT NULL CHECK (typeof(chat_id) = 'integer'),
    -- Topic of the forum; 0 for none.
    thread_id INTEGER NOT NULL CHECK (thread_id >= 0),
    -- The message of ours that is to be changed; 0 where a new one is sent.
    edits INTEGER NOT NULL,
    -- Pending; sending from before the request to after it; sent; unknown where the request
    -- ended without an answer; failed; skipped.
    state TEXT NOT NULL CHECK (
        state IN ('pending', 'sending', 'sent', 'unknown', 'failed', 'skipped')
    ),
    -- Why it failed or was skipped.
    reason TEXT CHECK (state NOT IN ('failed', 'skipped') OR reason IS NOT NULL),
    -- Language to tell it in.
    language TEXT NOT NULL CHECK (language IN ('en', 'uk', 'ru', 'tr')),
    -- Whether it comes without a sound.
    is_silent INTEGER NOT NULL CHECK (is_silent IN (0, 1)),
    -- Whether it goes into one digest with whatever else is due there.
    is_gathered INTEGER NOT NULL CHECK (is_gathered IN (0, 1)),
    -- Lower goes first.
    priority INTEGER NOT NULL,
    -- Not before this moment, in milliseconds of Unix time; none while the chat is away.
    due_at INTEGER,
    -- How often it was tried.
    attempts INTEGER NOT NULL,
    -- When the outcome of a request was last not known; stays when it is sent again.
    unknown_at INTEGER,
    -- The message that tells it, once sent.
    message_id INTEGER,
    -- When the state was last changed, in milliseconds of Unix time.
    changed_at INTEGER NOT NULL,
    CHECK (state <> 'sent' OR message_id IS NOT NULL),
    CHECK (state <> 'unknown' OR unknown_at IS NOT NULL)
);

CREATE UNIQUE INDEX delivery_once ON delivery (alert_id, chat_id, thread_id, edits);

CREATE INDEX delivery_due ON delivery (priority, due_at, id) WHERE state = 'pending';

CREATE INDEX delivery_of_chat ON delivery (chat_id, state);

CREATE INDEX delivery_in_flight ON delivery (id) WHERE state = 'sending';

-- Which message showed which fact: whom to tell when it turns out wrong. Kept 90 days.
CREATE TABLE receipt (
    -- Telegram's id of the chat.
    chat_id INTEGER NOT NULL,
    -- The message; negative where it stayed behind in the group that became this one.
    message_id INTEGER NOT NULL,
    -- Id of the fact that it showed.
    fact_id TEXT NOT NULL,
    -- Revision of the fact that it showed.
    number INTEGER NOT NULL,
    -- 0 for the fact that was asked for.
    position INTEGER NOT NULL CHECK (position >= 0),
    -- Topic of the forum; 0 for none.
    thread_id INTEGER NOT NULL CHECK (thread_id >= 0),
    -- Language of the message.
    language TEXT NOT NULL CHECK (language IN ('en', 'uk', 'ru', 'tr')),
    -- When it was sent, in milliseconds of Unix time.
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id, fact_id)
) WITHOUT ROWID;

CREATE INDEX receipt_of_fact ON receipt (fact_id);

CREATE INDEX receipt_by_age ON receipt (sent_at);

-- A changed fact that waits for its review to end before those who saw it are told.
CREATE TABLE correction (
    -- Number of the correction.
    id INTEGER PRIMARY KEY NOT NULL,
    -- Id of the fact.
    fact_id TEXT NOT NULL,
    -- Its revision before the first of the changes.
    before_number INTEGER NOT NULL,
    -- Waiting; sent; or undone, where in the end nothing had changed.
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'undone')),
    -- Whether its notices go before others.
    is_urgent INTEGER NOT NULL CHECK (is_urgent IN (0, 1)),
    -- When the first of the changes was made, in milliseconds of Unix time.
    opened_at INTEGER NOT NULL,
    -- When the review ends.
    due_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX correction_waiting ON correction (fact_id) WHERE state = 'waiting';

-- The one message about a round in a place, which is edited as the round goes on.
CREATE TABLE live_message (
    -- Telegram's id of the chat.
    chat_id INTEGER NOT NULL,
    -- Topic of the forum; 0 for none.
    thread_id INTEGER NOT NULL,
    -- Id of the round.
    round_id TEXT NOT NULL,
    -- The message.
    message_id INTEGER NOT NULL,
    -- Language of the message.
    language TEXT NOT NULL CHECK (language IN ('en', 'uk', 'ru', 'tr')),
    -- When it was sent, in milliseconds of Unix time.
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, thread_id, round_id)
) WITHOUT ROWID;

-- Who may change the record from a chat. A row stays when the office is taken away, so that the
-- configuration does not give it back at the next start.
CREATE TABLE editor (
    -- Telegram's id of the person; an opaque number to the record.
    person_id INTEGER PRIMARY KEY NOT NULL CHECK (typeof(person_id) = 'integer'),
    -- What the person may do; none where the office was taken away.
    office TEXT CHECK (office IN ('owner', 'admin', 'curator')),
    -- Who gave or took it; none where the configuration did.
    changed_by INTEGER,
    -- When that was, in UTC.
    changed_at TEXT NOT NULL
);

-- A change that somebody wants to make to the record; its content is never altered.
CREATE TABLE draft (
    -- Its number, counting up; once it is published also the number of the change.
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    -- Who drafted it.
    author INTEGER NOT NULL,
    -- By which command, without the slash.
    command TEXT NOT NULL CHECK (command <> ''),
    -- What was typed or sent, as it came.
    typed TEXT NOT NULL,
    -- Why, in words for the reader of the history.
    reason TEXT NOT NULL CHECK (reason <> ''),
    -- When it was drafted, in UTC.
    made_at TEXT NOT NULL,
    -- How it stands: open, waiting for a second person, published or discarded.
    state TEXT NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'waiting', 'published', 'discarded')),
    -- Who published or discarded it; none before.
    ended_by INTEGER,
    -- When that was, in UTC; none before.
    ended_at TEXT
);

-- What a draft makes of each record that it touches.
CREATE TABLE draft_record (
    -- Number of the draft.
    draft INTEGER NOT NULL REFERENCES draft (number),
    -- 0 for the record to show first.
    position INTEGER NOT NULL CHECK (position >= 0),
    -- Kind of the record.
    kind TEXT NOT NULL,
    -- Id of the record.
    id TEXT NOT NULL,
    -- Number of the revision that it is based on; 0 for a new record.
    base INTEGER NOT NULL CHECK (base >= 0),
    -- The record as it is to be, as canonical JSON.
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
    -- Telegram's number of the update; an opaque number to the record.
    update_id INTEGER PRIMARY KEY NOT NULL CHECK (typeof(update_id) = 'integer'),
    -- Who did it.
    person_id INTEGER NOT NULL,
    -- Where it is to be answered, as the client wrote it down.
    place TEXT NOT NULL,
    -- What came of it, to be told again, as the client wrote it down.
    result TEXT NOT NULL,
    -- When it was done, in UTC.
    done_at TEXT NOT NULL,
    -- When the answer had been sent, in UTC; none while it is owed.
    answered_at TEXT
);

-- Who did what when. Rows are added and never changed.
CREATE TABLE audit (
    -- Counting up.
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    -- When, in UTC.
    at TEXT NOT NULL,
    -- Who; none for the program itself.
    person_id INTEGER,
    -- What was done.
    act TEXT NOT NULL CHECK (act <> ''),
    -- From which draft, if from any.
    draft INTEGER REFERENCES draft (number),
    -- What else belongs to it, as JSON.
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
    -- Whom it asks.
    person_id INTEGER NOT NULL,
    -- In which chat.
    chat_id INTEGER NOT NULL,
    -- Which command, without the slash.
    command TEXT NOT NULL,
    -- What was typed so far, as the one line that would say it.
    typed TEXT NOT NULL,
    -- Which key it asks for.
    asks TEXT NOT NULL,
    -- The update that was the last step, so that a redelivered one is no second step.
    update_id INTEGER NOT NULL,
    PRIMARY KEY (person_id, chat_id)
) WITHOUT ROWID;

-- Questions that were not answered well, without who asked them.
CREATE TABLE unanswered (
    -- Counting up.
    number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    -- The first wording that came.
    question TEXT NOT NULL CHECK (question <> ''),
    -- Its normal form, by which the same question is known again.
    normal TEXT NOT NULL,
    -- The reader's language.
    language TEXT NOT NULL,
    -- What it came to: no answer, none of the choices, or a thumb down.
    trouble TEXT NOT NULL CHECK (trouble IN ('no_answer', 'none_of_these', 'thumbs_down')),
    -- How often it was asked.
    times INTEGER NOT NULL DEFAULT 1 CHECK (times >= 1),
    -- The day of the last time, in UTC.
    last_on TEXT NOT NULL,
    -- How it stands.
    state TEXT NOT NULL DEFAULT 'open'
        CHECK (state IN ('open', 'attached', 'answered', 'out_of_scope', 'ignored')),
    -- The fact that answers it now, if one does.
    fact TEXT,
    UNIQUE (normal, language, trouble)
);

-- Which choice different people made when they were asked back, without who they are.
CREATE TABLE chosen (
    -- Normal form of the question.
    normal TEXT NOT NULL,
    -- The reader's language.
    language TEXT NOT NULL,
    -- The question as it was written.
    question TEXT NOT NULL,
    -- The fact that was chosen.
    fact TEXT NOT NULL,
    -- 16 bits of a keyed digest of the person: enough to tell a few apart, too few to tell who.
    digest INTEGER NOT NULL CHECK (digest BETWEEN 0 AND 65535),
    PRIMARY KEY (normal, language, fact, digest)
) WITHOUT ROWID;

-- Suggestions that somebody turned down.
CREATE TABLE declined (
    -- Normal form of the question.
    normal TEXT NOT NULL,
    -- The reader's language.
    language TEXT NOT NULL,
    -- The fact that was suggested for it.
    fact TEXT NOT NULL,
    PRIMARY KEY (normal, language, fact)
) WITHOUT ROWID;

-- Chats that asked to be told when there is an answer. The row goes when they are told.
CREATE TABLE waiting (
    -- Number of the unanswered question.
    question INTEGER NOT NULL REFERENCES unanswered (number),
    -- Telegram's id of the chat that agreed to be told.
    chat_id INTEGER NOT NULL,
    PRIMARY KEY (question, chat_id)
) WITHOUT ROWID;

-- The one secret of the digests in `chosen`.
CREATE TABLE digest_key (
    -- Always 1.
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    -- Random bytes in hexadecimal digits.
    secret TEXT NOT NULL
);

-- Which revision by somebody else the curated files took over, word for word.
CREATE TABLE adopted (
    -- Kind of the record.
    kind TEXT NOT NULL,
    -- Id of the record.
    id TEXT NOT NULL,
    -- Number of the revision that the file agreed with last.
    number INTEGER NOT NULL,
    PRIMARY KEY (kind, id),
    FOREIGN KEY (kind, id, number) REFERENCES revision (kind, id, number)
) WITHOUT ROWID;

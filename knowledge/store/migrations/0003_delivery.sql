-- Subscriptions, alerts and their delivery.

CREATE TABLE subscription (
    id INTEGER PRIMARY KEY NOT NULL,
    chat_id INTEGER NOT NULL CHECK (typeof(chat_id) = 'integer'),
    thread_id INTEGER NOT NULL CHECK (thread_id >= 0),
    language TEXT NOT NULL CHECK (language IN ('en', 'uk', 'ru', 'tr')),
    urgency TEXT NOT NULL CHECK (urgency IN ('all', 'important')),
    time_zone TEXT NOT NULL CHECK (time_zone <> ''),
    quiet_from INTEGER CHECK (quiet_from BETWEEN 0 AND 1439),
    quiet_until INTEGER CHECK (quiet_until BETWEEN 0 AND 1439),
    rhythm TEXT NOT NULL CHECK (rhythm IN ('single', 'daily', 'weekly')),
    is_silent INTEGER NOT NULL CHECK (is_silent IN (0, 1)),
    paused_because TEXT CHECK (
        paused_because IN (
            'asked', 'blocked', 'removed', 'muted', 'deactivated', 'topic_closed', 'not_found'
        )
    ),
    paused_until INTEGER CHECK (paused_until IS NULL OR paused_because = 'asked'),
    UNIQUE (chat_id, thread_id),
    CHECK ((quiet_from IS NULL) = (quiet_until IS NULL))
);

CREATE TABLE interest (
    what TEXT NOT NULL CHECK (what <> ''),
    subscription_id INTEGER NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    PRIMARY KEY (what, subscription_id)
) WITHOUT ROWID;

CREATE INDEX interest_by_subscription ON interest (subscription_id);

CREATE TABLE steward (
    person_id INTEGER NOT NULL CHECK (person_id > 0),
    chat_id INTEGER NOT NULL CHECK (chat_id < 0),
    PRIMARY KEY (person_id, chat_id)
) WITHOUT ROWID;

CREATE TABLE alert (
    id INTEGER PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('news', 'correction', 'live')),
    what TEXT NOT NULL CHECK (what <> ''),
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    before_number INTEGER,
    after_number INTEGER NOT NULL,
    is_important INTEGER NOT NULL CHECK (is_important IN (0, 1)),
    made_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    FOREIGN KEY (kind, record_id, before_number) REFERENCES revision (kind, id, number),
    FOREIGN KEY (kind, record_id, after_number) REFERENCES revision (kind, id, number)
);

CREATE TABLE delivery (
    id INTEGER PRIMARY KEY NOT NULL,
    alert_id INTEGER NOT NULL REFERENCES alert (id),
    chat_id INTEGER NOT NULL CHECK (typeof(chat_id) = 'integer'),
    thread_id INTEGER NOT NULL CHECK (thread_id >= 0),
    edits INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('pending', 'sending', 'sent', 'unknown', 'failed', 'skipped')
    ),
    reason TEXT CHECK (state NOT IN ('failed', 'skipped') OR reason IS NOT NULL),
    language TEXT NOT NULL CHECK (language IN ('en', 'uk', 'ru', 'tr')),
    is_silent INTEGER NOT NULL CHECK (is_silent IN (0, 1)),
    is_gathered INTEGER NOT NULL CHECK (is_gathered IN (0, 1)),
    priority INTEGER NOT NULL,
    due_at INTEGER,
    attempts INTEGER NOT NULL,
    unknown_at INTEGER,
    message_id INTEGER,
    changed_at INTEGER NOT NULL,
    CHECK (state <> 'sent' OR message_id IS NOT NULL),
    CHECK (state <> 'unknown' OR unknown_at IS NOT NULL)
);

CREATE UNIQUE INDEX delivery_once ON delivery (alert_id, chat_id, thread_id, edits);

CREATE INDEX delivery_due ON delivery (priority, due_at, id) WHERE state = 'pending';

CREATE INDEX delivery_of_chat ON delivery (chat_id, state);

CREATE INDEX delivery_in_flight ON delivery (id) WHERE state = 'sending';

CREATE TABLE receipt (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    fact_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    thread_id INTEGER NOT NULL CHECK (thread_id >= 0),
    language TEXT NOT NULL CHECK (language IN ('en', 'uk', 'ru', 'tr')),
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id, fact_id)
) WITHOUT ROWID;

CREATE INDEX receipt_of_fact ON receipt (fact_id);

CREATE INDEX receipt_by_age ON receipt (sent_at);

CREATE TABLE correction (
    id INTEGER PRIMARY KEY NOT NULL,
    fact_id TEXT NOT NULL,
    before_number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'undone')),
    is_urgent INTEGER NOT NULL CHECK (is_urgent IN (0, 1)),
    opened_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX correction_waiting ON correction (fact_id) WHERE state = 'waiting';

CREATE TABLE live_message (
    chat_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL,
    round_id TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'uk', 'ru', 'tr')),
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, thread_id, round_id)
) WITHOUT ROWID;

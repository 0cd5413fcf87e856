-- editor --
-- What a person may do; no row where nothing was ever said about them.
SELECT person_id, office, changed_by, changed_at
FROM editor
WHERE person_id = :person_id;

-- editors --
-- Everybody who holds an office.
SELECT person_id, office, changed_by, changed_at
FROM editor
WHERE office IS NOT NULL
ORDER BY
    CASE office WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END,
    person_id;

-- appoint_from_configuration --
-- Make somebody whom the configuration names an owner, unless a chat has decided about them.
INSERT INTO editor (person_id, office, changed_by, changed_at)
VALUES (:person_id, 'owner', NULL, :at)
ON CONFLICT (person_id) DO NOTHING;

-- set_office --
-- Give an office to a person, or take it away.
INSERT INTO editor (person_id, office, changed_by, changed_at)
VALUES (:person_id, :office, :giver, :at)
ON CONFLICT (person_id) DO UPDATE SET
    office = excluded.office,
    changed_by = excluded.changed_by,
    changed_at = excluded.changed_at;

-- act --
-- What came of an update, if it was acted on.
SELECT update_id, person_id, place, result, done_at, answered_at
FROM act
WHERE update_id = :update_id;

-- insert_act --
-- Note what came of an update, in the transaction that does it.
INSERT INTO act (update_id, person_id, place, result, done_at)
VALUES (:update_id, :person_id, :place, :result, :at);

-- act_was_answered --
-- Note that the answer has been sent.
UPDATE act
SET answered_at = :at
WHERE update_id = :update_id;

-- owed_acts --
-- Everything that was done and not yet answered.
SELECT update_id, person_id, place, result, done_at, answered_at
FROM act
WHERE answered_at IS NULL
ORDER BY update_id;

-- forget_acts --
-- Forget what was answered before a moment: Telegram delivers nothing again after a day.
DELETE FROM act
WHERE answered_at < :before;

-- insert_audit --
-- Add to the audit.
INSERT INTO audit (at, person_id, act, draft, details)
VALUES (:at, :person_id, :act, :draft, :details);

-- audit --
-- The audit, the latest first.
SELECT number, at, person_id, act, draft, details
FROM audit
ORDER BY number DESC
LIMIT :most;

-- dialogue --
-- What a person is being asked in a chat.
SELECT person_id, chat_id, command, typed, asks, update_id
FROM dialogue
WHERE person_id = :person_id AND chat_id = :chat_id;

-- set_dialogue --
-- Ask a person for the next thing.
INSERT INTO dialogue (person_id, chat_id, command, typed, asks, update_id)
VALUES (:person_id, :chat_id, :command, :typed, :asks, :update_id)
ON CONFLICT (person_id, chat_id) DO UPDATE SET
    command = excluded.command,
    typed = excluded.typed,
    asks = excluded.asks,
    update_id = excluded.update_id;

-- end_dialogue --
-- Ask no more.
DELETE FROM dialogue
WHERE person_id = :person_id AND chat_id = :chat_id;

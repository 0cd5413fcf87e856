-- insert_alert --
-- Store what is to be told.
INSERT INTO alert (
    purpose, what, kind, record_id, before_number, after_number, is_important, made_at, reason
)
VALUES (
    :purpose, :what, :kind, :record_id, :before_number, :after_number, :is_important, :made_at,
    :reason
);

-- last_alert --
-- The number of the alert that was stored last in this transaction.
SELECT max(id) AS id
FROM alert;

-- deliver_to_subscribers --
-- Write a delivery to every place of one schedule that wants the alert and gets none of the same change.
INSERT INTO delivery (
    alert_id, chat_id, thread_id, edits, state, language, is_silent, is_gathered, priority, due_at,
    attempts, changed_at
)
SELECT
    :alert_id,
    subscription.chat_id,
    subscription.thread_id,
    0,
    'pending',
    subscription.language,
    subscription.is_silent,
    :is_gathered,
    :priority,
    CASE WHEN subscription.paused_because IS NULL THEN :due_at END,
    0,
    :now
FROM subscription
WHERE subscription.time_zone = :time_zone
    AND subscription.quiet_from IS :quiet_from
    AND subscription.quiet_until IS :quiet_until
    AND subscription.rhythm = :rhythm
    AND (subscription.urgency = 'all' OR :is_important)
    AND EXISTS (
        SELECT 1
        FROM interest
        WHERE interest.subscription_id = subscription.id
            AND interest.what IN (:what, 'everything')
    )
    AND NOT EXISTS (
        SELECT 1
        FROM json_each(:earlier) AS earlier
        JOIN delivery AS other ON other.alert_id = earlier.value
            AND other.chat_id = subscription.chat_id
            AND other.thread_id = subscription.thread_id
    );

-- count_deliveries --
-- How many places an alert goes to.
SELECT count(*) AS places
FROM delivery
WHERE alert_id = :alert_id;

-- insert_delivery --
-- Write one delivery, unless the place has it already.
INSERT OR IGNORE INTO delivery (
    alert_id, chat_id, thread_id, edits, state, language, is_silent, is_gathered, priority, due_at,
    attempts, changed_at
)
VALUES (
    :alert_id, :chat_id, :thread_id, :edits, 'pending', :language, :is_silent, :is_gathered,
    :priority, :due_at, 0, :now
);

-- due_deliveries --
-- What of one priority may be sent now, the oldest first, with how much is due at the same place.
SELECT
    delivery.*,
    (
        SELECT count(*)
        FROM delivery AS other
        WHERE other.chat_id = delivery.chat_id
            AND other.thread_id = delivery.thread_id
            AND other.state = 'pending'
            AND other.due_at <= :now
            AND other.edits = 0
    ) AS together
FROM delivery
WHERE delivery.state = 'pending'
    AND delivery.priority = :priority
    AND delivery.due_at <= :now
    AND delivery.id NOT IN (
        SELECT value
        FROM json_each(:taken)
    )
ORDER BY delivery.due_at, delivery.id
LIMIT :most;

-- due_at_place --
-- New messages that may be sent to a place now, the oldest first.
SELECT *
FROM delivery
WHERE chat_id = :chat_id
    AND thread_id = :thread_id
    AND state = 'pending'
    AND due_at <= :now
    AND edits = 0
ORDER BY id;

-- begin_sending --
-- Say of pending deliveries, before the request, that they are being sent.
UPDATE delivery
SET
    state = 'sending',
    attempts = attempts + 1,
    changed_at = :now
WHERE id IN (
    SELECT value
    FROM json_each(:ids)
)
    AND state = 'pending'
    AND due_at <= :now
RETURNING id;

-- note_delivery --
-- Keep what became of a request.
UPDATE delivery
SET
    state = :state,
    reason = :reason,
    message_id = ifnull(:message_id, message_id),
    unknown_at = CASE WHEN :is_unknown THEN :now ELSE unknown_at END,
    due_at = CASE WHEN :state = 'pending' THEN :due_at ELSE due_at END,
    is_gathered = CASE WHEN :state = 'pending' THEN is_gathered ELSE 0 END,
    attempts = attempts - :not_counted,
    changed_at = :now
WHERE id = :id;

-- delivery_states --
-- Where some deliveries stand.
SELECT
    id,
    state
FROM delivery
WHERE id IN (
    SELECT value
    FROM json_each(:ids)
);

-- find_interrupted --
-- What was being sent when the program ended.
SELECT *
FROM delivery
WHERE state = 'sending'
ORDER BY id;

-- doubt_interrupted --
-- Nobody knows what became of what was being sent when the program ended.
UPDATE delivery
SET
    state = 'unknown',
    unknown_at = :now,
    changed_at = :now
WHERE state = 'sending';

-- repeat_unknown --
-- Send again what may not have arrived, where silence does more harm than a repeat, and edits.
UPDATE delivery
SET
    state = 'pending',
    due_at = :now,
    changed_at = :now
WHERE state = 'unknown'
    AND id IN (
        SELECT value
        FROM json_each(:ids)
    );

-- hold_chat --
-- Let what is pending for a chat wait until a moment, or for as long as the chat is away.
UPDATE delivery
SET due_at = :until
WHERE chat_id = :chat_id
    AND state = 'pending'
    AND (:until IS NULL OR due_at < :until);

-- hold_place --
-- Let what is pending for a place wait until a moment, or for as long as the place is away.
UPDATE delivery
SET due_at = :until
WHERE chat_id = :chat_id
    AND thread_id = :thread_id
    AND state = 'pending'
    AND (:until IS NULL OR due_at < :until);

-- release_chat --
-- Let what waited for a chat, or lately failed because it was away, go as one digest.
UPDATE delivery
SET
    state = 'pending',
    due_at = :now,
    is_gathered = 1,
    changed_at = :now
WHERE chat_id = :chat_id
    AND thread_id = ifnull(:thread_id, thread_id)
    AND (
        state = 'pending' AND due_at IS NULL
        OR state = 'failed' AND changed_at >= :since AND edits = 0 AND reason IN (
            'blocked', 'removed', 'muted', 'deactivated', 'topic_closed', 'not_found'
        )
    );

-- skip_place --
-- Do not send what is pending for a place.
UPDATE delivery
SET
    state = 'skipped',
    reason = :reason,
    changed_at = :now
WHERE chat_id = :chat_id
    AND thread_id = ifnull(:thread_id, thread_id)
    AND state = 'pending';

-- skip_stale --
-- Do not send what has waited too long for a chat to come back.
UPDATE delivery
SET
    state = 'skipped',
    reason = 'too_old',
    changed_at = :now
WHERE state = 'pending'
    AND due_at IS NULL
    AND changed_at < :before;

-- forget_deliveries --
-- Forget what was told to a chat.
DELETE FROM delivery
WHERE chat_id = :chat_id
    AND state <> 'sending';

-- prune_deliveries --
-- Forget to whom alerts of long ago were told.
DELETE FROM delivery
WHERE alert_id IN (
    SELECT id
    FROM alert
    WHERE made_at < :before
)
    AND state NOT IN ('pending', 'sending');

-- move_deliveries --
-- Let what is not yet told to a chat go to another, unless that is told the same.
UPDATE OR IGNORE delivery
SET
    chat_id = :new_chat_id,
    due_at = CASE WHEN due_at IS NULL THEN NULL ELSE min(due_at, :now) END
WHERE chat_id = :chat_id
    AND state IN ('pending', 'sending')
    AND edits = 0;

-- skip_moved --
-- What could not move is told in the new chat already, or changes a message that stayed behind.
UPDATE delivery
SET
    state = 'skipped',
    reason = 'moved',
    changed_at = :now
WHERE chat_id = :chat_id
    AND state = 'pending';

-- move_to_general --
-- Let what is not yet told in a topic that is gone go to the chat itself.
UPDATE OR IGNORE delivery
SET thread_id = 0
WHERE chat_id = :chat_id
    AND thread_id = :thread_id
    AND state IN ('pending', 'sending');

-- move_subscription_to_general --
-- Keep the subscription of a topic that is gone in the chat itself.
UPDATE OR IGNORE subscription
SET thread_id = 0
WHERE chat_id = :chat_id
    AND thread_id = :thread_id;

-- alert_with_bodies --
-- One alert with the record as it was and as it is.
SELECT
    alert.*,
    earlier.body AS before_body,
    later.body AS after_body
FROM alert
LEFT JOIN revision AS earlier ON earlier.kind = alert.kind
    AND earlier.id = alert.record_id
    AND earlier.number = alert.before_number
JOIN revision AS later ON later.kind = alert.kind
    AND later.id = alert.record_id
    AND later.number = alert.after_number
WHERE alert.id = :id;

-- last_alerts --
-- The numbers of the last alerts.
SELECT id
FROM alert
WHERE purpose <> 'live'
ORDER BY id DESC
LIMIT :most;

-- tally --
-- How many deliveries of an alert are in which state, by reason.
SELECT
    state,
    state = 'pending' AND (due_at IS NULL OR due_at > :now) AS is_waiting,
    ifnull(reason, '') AS reason,
    count(*) AS places
FROM delivery
WHERE alert_id = :alert_id
GROUP BY 1, 2, 3
ORDER BY places DESC;

-- retry_failed --
-- Send an alert once more where it failed.
UPDATE delivery
SET
    state = 'pending',
    due_at = :now,
    changed_at = :now
WHERE alert_id = :alert_id
    AND state = 'failed';

-- cancel_pending --
-- Do not send an alert where it was not sent yet.
UPDATE delivery
SET
    state = 'skipped',
    reason = 'cancelled',
    changed_at = :now
WHERE alert_id = :alert_id
    AND state = 'pending';

-- put_receipt --
-- Remember that a message shows a fact.
INSERT OR REPLACE INTO receipt (
    chat_id, message_id, fact_id, number, position, thread_id, language, sent_at
)
SELECT
    :chat_id,
    :message_id,
    :fact_id,
    record.number,
    :position,
    :thread_id,
    :language,
    :now
FROM record
WHERE record.kind = 'fact'
    AND record.id = :fact_id;

-- clear_receipts_of_message --
-- Forget what a message showed, before what it shows now is remembered.
DELETE FROM receipt
WHERE chat_id = :chat_id
    AND message_id = :message_id;

-- receipts_of_fact --
-- Which messages show an earlier revision of a fact, the latest first, and how to tell their place.
SELECT
    receipt.*,
    subscription.language AS wanted_language,
    subscription.time_zone,
    subscription.quiet_from,
    subscription.quiet_until,
    subscription.rhythm,
    subscription.is_silent,
    subscription.paused_because
FROM receipt
JOIN record ON record.kind = 'fact'
    AND record.id = receipt.fact_id
LEFT JOIN subscription ON subscription.chat_id = receipt.chat_id
    AND subscription.thread_id = receipt.thread_id
WHERE receipt.fact_id = :fact_id
    AND receipt.number <> record.number
ORDER BY receipt.sent_at DESC, abs(receipt.message_id) DESC;

-- places_with_fact --
-- How many places were shown one of some facts.
SELECT count(*) AS places
FROM (
    SELECT DISTINCT
        chat_id,
        thread_id
    FROM receipt
    WHERE fact_id IN (
        SELECT value
        FROM json_each(:fact_ids)
    )
);

-- refresh_receipt --
-- Remember that a message shows the current revision of a fact now.
UPDATE receipt
SET number = (
    SELECT record.number
    FROM record
    WHERE record.kind = 'fact'
        AND record.id = receipt.fact_id
)
WHERE fact_id = :fact_id
    AND chat_id = :chat_id
    AND message_id = :message_id;

-- forget_receipts --
-- Forget what a chat was shown.
DELETE FROM receipt
WHERE chat_id = :chat_id;

-- prune_receipts --
-- Forget what was shown long ago.
DELETE FROM receipt
WHERE sent_at < :before;

-- move_receipts --
-- Keep what a group was shown under its new id; its messages themselves stay behind.
UPDATE OR IGNORE receipt
SET
    chat_id = :new_chat_id,
    message_id = -abs(message_id)
WHERE chat_id = :chat_id;

-- open_correction --
-- Let the review of a changed fact begin, or go on from the last change.
INSERT INTO correction (fact_id, before_number, state, is_urgent, opened_at, due_at)
VALUES (:fact_id, :before_number, 'waiting', :is_urgent, :now, :due_at)
ON CONFLICT (fact_id) WHERE state = 'waiting' DO UPDATE SET
    due_at = excluded.due_at,
    is_urgent = max(correction.is_urgent, excluded.is_urgent);

-- waiting_corrections --
-- The corrections in review, the first due first.
SELECT *
FROM correction
WHERE state = 'waiting'
    AND due_at <= ifnull(:now, due_at)
ORDER BY due_at, id;

-- settle_correction --
-- Keep what a review came to.
UPDATE correction
SET state = :state
WHERE id = :id;

-- end_review --
-- Let the review of a correction end now.
UPDATE correction
SET due_at = :now
WHERE id = :id
    AND state = 'waiting'
    AND due_at > :now;

-- put_live_message --
-- Remember the message that is edited as a round goes on.
INSERT OR REPLACE INTO live_message (
    chat_id, thread_id, round_id, message_id, language, sent_at
)
VALUES (:chat_id, :thread_id, :round_id, :message_id, :language, :now);

-- live_messages --
-- The messages that are edited as a round goes on.
SELECT *
FROM live_message
WHERE round_id = :round_id
    AND sent_at >= :since
ORDER BY chat_id, thread_id;

-- forget_live_messages --
-- The messages of a chat are not to be edited any more.
DELETE FROM live_message
WHERE chat_id = :chat_id;

-- facts_since --
-- The facts of a round that were added since a moment, the oldest first.
SELECT revision.body
FROM record
JOIN revision USING (kind, id, number)
JOIN revision AS first ON first.kind = record.kind
    AND first.id = record.id
    AND first.number = 1
WHERE record.kind = 'fact'
    AND json_extract(revision.body, '$.ref') = :round_id
    AND first.made_at >= :since
ORDER BY first.made_at, record.id;

-- revision_body --
-- What one revision says.
SELECT body
FROM revision
WHERE kind = :kind
    AND id = :id
    AND number = :number;

-- current_revision --
-- One record as it is now.
SELECT
    revision.number,
    revision.body,
    revision.reason
FROM record
JOIN revision USING (kind, id, number)
WHERE record.kind = :kind
    AND record.id = :id;

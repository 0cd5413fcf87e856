-- subscription_of_place --
-- What one place wants to hear; no row where it is not subscribed.
SELECT
    subscription.*,
    (
        SELECT json_group_array(interest.what)
        FROM interest
        WHERE interest.subscription_id = subscription.id
    ) AS interests
FROM subscription
WHERE chat_id = :chat_id
    AND thread_id = :thread_id;

-- subscriptions_of_chat --
-- What the places of one chat want to hear.
SELECT
    subscription.*,
    (
        SELECT json_group_array(interest.what)
        FROM interest
        WHERE interest.subscription_id = subscription.id
    ) AS interests
FROM subscription
WHERE chat_id = :chat_id
ORDER BY thread_id;

-- put_subscription --
-- Subscribe a place, or change how it wants to be told.
INSERT INTO subscription (
    chat_id, thread_id, language, urgency, time_zone, quiet_from, quiet_until, rhythm, is_silent,
    paused_because, paused_until
)
VALUES (
    :chat_id, :thread_id, :language, :urgency, :time_zone, :quiet_from, :quiet_until, :rhythm,
    :is_silent, :paused_because, :paused_until
)
ON CONFLICT (chat_id, thread_id) DO UPDATE SET
    language = excluded.language,
    urgency = excluded.urgency,
    time_zone = excluded.time_zone,
    quiet_from = excluded.quiet_from,
    quiet_until = excluded.quiet_until,
    rhythm = excluded.rhythm,
    is_silent = excluded.is_silent,
    paused_because = excluded.paused_because,
    paused_until = excluded.paused_until;

-- clear_interests --
-- Take all kinds of alert from a subscription, before the ones it wants now are added.
DELETE FROM interest
WHERE subscription_id = (
    SELECT id
    FROM subscription
    WHERE chat_id = :chat_id
        AND thread_id = :thread_id
);

-- add_interest --
-- Add a kind of alert to a subscription.
INSERT INTO interest (what, subscription_id)
SELECT
    :what,
    id
FROM subscription
WHERE chat_id = :chat_id
    AND thread_id = :thread_id;

-- delete_subscription --
-- End the subscription of a place.
DELETE FROM subscription
WHERE chat_id = :chat_id
    AND thread_id = :thread_id;

-- pause_chat --
-- Let every place of a chat rest; a pause that was asked for gives way to one that must be.
UPDATE subscription
SET
    paused_because = :reason,
    paused_until = NULL
WHERE chat_id = :chat_id;

-- resume_chat --
-- Let the places of a chat that rest for one of these reasons be told again.
UPDATE subscription
SET
    paused_because = NULL,
    paused_until = NULL
WHERE chat_id = :chat_id
    AND thread_id = ifnull(:thread_id, thread_id)
    AND paused_because IN (
        SELECT value
        FROM json_each(:reasons)
    );

-- over_pauses --
-- The places whose pause has ended.
SELECT
    chat_id,
    thread_id
FROM subscription
WHERE paused_until <= :now;

-- move_subscription --
-- Move the subscriptions of a chat to another, where that has none for the same topic.
UPDATE OR IGNORE subscription
SET chat_id = :new_chat_id
WHERE chat_id = :chat_id;

-- merge_interests --
-- Give what a left-over subscription wants to the one of the same topic in the other chat.
INSERT OR IGNORE INTO interest (what, subscription_id)
SELECT
    interest.what,
    theirs.id
FROM subscription AS ours
JOIN interest ON interest.subscription_id = ours.id
JOIN subscription AS theirs ON theirs.chat_id = :new_chat_id
    AND theirs.thread_id = ours.thread_id
WHERE ours.chat_id = :chat_id;

-- delete_subscriptions --
-- End all subscriptions of a chat.
DELETE FROM subscription
WHERE chat_id = :chat_id;

-- put_steward --
-- Remember that a person set the bot up in a chat.
INSERT OR IGNORE INTO steward (person_id, chat_id)
VALUES (:person_id, :chat_id);

-- stewarded_chats --
-- The groups and channels where a person set the bot up.
SELECT chat_id
FROM steward
WHERE person_id = :person_id
ORDER BY chat_id;

-- move_steward --
-- Keep who set the bot up in a group under its new id.
UPDATE OR REPLACE steward
SET chat_id = :new_chat_id
WHERE chat_id = :chat_id;

-- forget_steward --
-- Forget where a person set the bot up.
DELETE FROM steward
WHERE person_id = :person_id;

-- subscribed_schedules --
-- The different schedules and states among those who want one kind of alert.
SELECT DISTINCT
    subscription.time_zone,
    subscription.quiet_from,
    subscription.quiet_until,
    subscription.rhythm
FROM interest
JOIN subscription ON subscription.id = interest.subscription_id
WHERE interest.what IN (:what, 'everything');

-- count_subscribed --
-- How many places would get an alert of one of these kinds.
SELECT count(DISTINCT subscription.id) AS places
FROM json_each(:whats) AS wanted
JOIN interest ON interest.what = json_extract(wanted.value, '$.what')
    OR interest.what = 'everything'
JOIN subscription ON subscription.id = interest.subscription_id
WHERE subscription.urgency = 'all'
    OR json_extract(wanted.value, '$.important');

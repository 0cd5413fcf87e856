-- count_unanswered --
-- Count a question that was not answered well; one that was dealt with and comes again is open.
INSERT INTO unanswered (question, normal, language, trouble, last_on)
VALUES (:question, :normal, :language, :trouble, :day)
ON CONFLICT (normal, language, trouble) DO UPDATE SET
    times = times + 1,
    last_on = excluded.last_on,
    state = CASE WHEN state IN ('out_of_scope', 'ignored') THEN state ELSE 'open' END;

-- unanswered --
-- The open questions, those most asked first.
SELECT number, question, normal, language, trouble, times, last_on, state, fact
FROM unanswered
WHERE state = 'open'
ORDER BY times DESC, number
LIMIT :most;

-- unanswered_question --
-- One question of the queue.
SELECT number, question, normal, language, trouble, times, last_on, state, fact
FROM unanswered
WHERE number = :number;

-- unanswered_number --
-- The number of a question in the queue.
SELECT number
FROM unanswered
WHERE normal = :normal AND language = :language AND trouble = :trouble;

-- settle_unanswered --
-- Say what became of a question.
UPDATE unanswered
SET state = :state, fact = :fact
WHERE number = :number;

-- choose --
-- Note that somebody meant this fact by that question.
INSERT OR IGNORE INTO chosen (normal, language, question, fact, digest)
VALUES (:normal, :language, :question, :fact, :digest);

-- suggestions --
-- What enough different people meant by a question.
SELECT chosen.normal, chosen.language, min(chosen.question) AS question, chosen.fact,
    count(DISTINCT chosen.digest) AS people
FROM chosen
LEFT JOIN declined USING (normal, language, fact)
WHERE declined.fact IS NULL
GROUP BY chosen.normal, chosen.language, chosen.fact
HAVING count(DISTINCT chosen.digest) >= :people
ORDER BY people DESC, chosen.normal;

-- decline_suggestion --
-- Suggest this no more.
INSERT OR IGNORE INTO declined (normal, language, fact)
VALUES (:normal, :language, :fact);

-- wait_for_answer --
-- Note that a chat wants to be told.
INSERT OR IGNORE INTO waiting (question, chat_id)
VALUES (:question, :chat_id);

-- waiting_chats --
-- Who wants to be told.
SELECT chat_id
FROM waiting
WHERE question = :question
ORDER BY chat_id;

-- told --
-- A chat was told, or cannot be.
DELETE FROM waiting
WHERE question = :question AND chat_id = :chat_id;

-- digest_key --
-- The secret of the digests.
SELECT secret
FROM digest_key;

-- set_digest_key --
-- Keep the secret of the digests, once.
INSERT OR IGNORE INTO digest_key (id, secret)
VALUES (1, :secret);

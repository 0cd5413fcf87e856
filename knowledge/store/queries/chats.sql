-- languages_of_chats --
-- What chats have chosen; none of those that follow Telegram's setting.
SELECT
    chat_id,
    language
FROM chat
WHERE language IS NOT NULL;

-- set_chat_language --
-- Remember the language that a chat has chosen.
INSERT INTO chat (chat_id, language)
VALUES (:chat_id, :language)
ON CONFLICT (chat_id) DO UPDATE SET language = excluded.language;

-- forget_chat --
-- Forget what a chat has chosen.
DELETE FROM chat
WHERE chat_id = :chat_id;

-- move_chat --
-- Keep the choices of a group that became a supergroup under its new id.
UPDATE OR REPLACE chat
SET chat_id = :new_chat_id
WHERE chat_id = :chat_id;

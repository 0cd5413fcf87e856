-- What a chat has chosen. A person's private chat has the id of the person.
CREATE TABLE chat (
    -- Telegram's id of the chat; an opaque number to the record.
    chat_id INTEGER PRIMARY KEY NOT NULL CHECK (typeof(chat_id) = 'integer'),
    -- Language of the bot's messages there; none where Telegram's setting is followed.
    language TEXT CHECK (language IN ('en', 'uk', 'ru', 'tr'))
);

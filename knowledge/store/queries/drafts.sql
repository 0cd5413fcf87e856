-- insert_draft --
-- Keep a draft.
INSERT INTO draft (author, command, typed, reason, made_at)
VALUES (:author, :command, :typed, :reason, :at);

-- last_draft --
-- The draft that this transaction has just kept.
SELECT max(number) AS number
FROM draft;

-- insert_draft_record --
-- Keep what a draft makes of a record.
INSERT INTO draft_record (draft, position, kind, id, base, body)
VALUES (:draft, :position, :kind, :id, :base, :body);

-- draft --
-- One draft.
SELECT number, author, command, typed, reason, made_at, state, ended_by, ended_at
FROM draft
WHERE number = :number;

-- draft_records --
-- What a draft makes of each record.
SELECT kind, id, base, body
FROM draft_record
WHERE draft = :draft
ORDER BY position;

-- drafts_in_state --
-- The drafts that stand like this, the latest first.
SELECT number, author, command, typed, reason, made_at, state, ended_by, ended_at
FROM draft
WHERE state = :state
ORDER BY number DESC
LIMIT :most;

-- set_draft_state --
-- Say how a draft stands.
UPDATE draft
SET state = :state, ended_by = :ended_by, ended_at = :ended_at
WHERE number = :number;

-- revisions_at --
-- One revision of a record.
SELECT
    revision.kind,
    revision.id,
    revision.number,
    revision.body,
    revision.author,
    revision.made_at,
    revision.reason,
    (
        SELECT json_group_array(ordered.source_id)
        FROM (
            SELECT citation.source_id
            FROM citation
            WHERE citation.kind = revision.kind
                AND citation.id = revision.id
                AND citation.number = revision.number
            ORDER BY citation.position
        ) AS ordered
    ) AS sources
FROM revision
WHERE revision.kind = :kind AND revision.id = :id AND revision.number = :number;

-- current_revisions --
-- Every record as it is now, with the sources it cites in their order.
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
FROM record
JOIN revision USING (kind, id, number)
ORDER BY revision.kind, revision.id;

-- history --
-- Every revision of one record, the oldest first.
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
WHERE revision.kind = :kind
    AND revision.id = :id
ORDER BY revision.number;

-- last_bodies_by_author --
-- What one author last said of each record, or took over, whether or not it was revised since.
SELECT
    revision.kind,
    revision.id,
    revision.body
FROM revision
WHERE revision.number = (
    SELECT max(later.number)
    FROM revision AS later
    LEFT JOIN adopted USING (kind, id)
    WHERE later.kind = revision.kind
        AND later.id = revision.id
        AND (later.author = :author OR later.number = adopted.number)
);

-- adopt --
-- Note that the files have taken over a revision by somebody else.
INSERT INTO adopted (kind, id, number)
VALUES (:kind, :id, :number)
ON CONFLICT (kind, id) DO UPDATE SET number = excluded.number;

-- stored_sources --
-- The ids of the sources that may be cited.
SELECT id
FROM record
WHERE kind = 'source';

-- insert_citation --
-- Let a revision that is about to be stored cite a source.
INSERT INTO citation (kind, id, number, position, source_id)
VALUES (:kind, :id, :number, :position, :source_id);

-- insert_revision --
-- Store a version of a record; a trigger makes it the current one.
INSERT INTO revision (kind, id, number, body, author, made_at, reason)
VALUES (:kind, :id, :number, :body, :author, :made_at, :reason);

-- Whether account A's bucket has what account B's receipts state. One row per object and per key that is missing.
--
-- kind: equal, differs, missing, not-noted (no receipt says that it was put), not-read (there is no checksum of one of
-- the two), too-young, or older than the receipts.
WITH compared AS (
    SELECT
        d.key, d.versionId, d.algorithm, d.type, d.checksum,
        -- Of several statements the one that decides; of several that decide one that differs.
        min(struct_pack(
            rank := CASE
                WHEN c.key IS NULL THEN 5
                WHEN c.kind IS NOT NULL THEN 4
                WHEN c.eTag <> d.eTag THEN 3
                WHEN c.eTag IS NOT NULL AND (c.algorithm <> d.algorithm OR c.type <> d.type) THEN 2
                -- S3 may leave out the number of parts after a composite one, "-3".
                WHEN c.algorithm = d.algorithm AND c.type = d.type
                    AND split_part(c.checksum, '-', 1) = split_part(d.checksum, '-', 1) THEN 1
                ELSE 0
            END,
            kind := c.kind, reason := c.reason, algorithm := c.algorithm, type := c.type, checksum := c.checksum)) AS seen
    FROM delivered d LEFT JOIN checksums c ON c.key = d.key AND (c.versionId = '' OR c.versionId = d.versionId)
    WHERE d.kind = 'compare'
    GROUP BY d.key, d.versionId, d.algorithm, d.type, d.checksum
)
SELECT kind, key, versionId, reason FROM delivered WHERE kind <> 'compare'
UNION ALL
SELECT
    CASE seen.rank WHEN 0 THEN 'differs' WHEN 1 THEN 'equal' WHEN 4 THEN seen.kind ELSE 'not-read' END,
    key, versionId,
    CASE seen.rank
        WHEN 0 THEN
            'its checksum is ' || seen.algorithm || ' ' || seen.type || ' ' || seen.checksum || '; its receipt says '
                || algorithm || ' ' || type || ' ' || checksum
        WHEN 2 THEN
            'the job computed ' || seen.algorithm || ' ' || seen.type || '; its receipt says ' || algorithm || ' ' || type
        WHEN 3 THEN 'it was written again after the job'
        WHEN 4 THEN seen.reason
        WHEN 5 THEN 'the report of the job does not name it'
        ELSE ''
    END
FROM compared

-- Whether account A's bucket has what account B's receipts state. One row per object and per key that is missing.
--
-- kind: equal, differs, missing, not-noted (no receipt says that it was put), not-read (there is no checksum of one of
-- the two), too-young, or older than the receipts.
SELECT kind, key, versionId, reason FROM delivered WHERE kind <> 'compare'
UNION ALL
-- Of several statements the one that decides; of several that decide one that differs.
SELECT seen[2], key, versionId, seen[3]
FROM (
    SELECT
        d.key, d.versionId,
        min(CASE
            WHEN c.key IS NULL THEN (5, 'not-read', 'the report of the job does not name it')
            WHEN c.kind IS NOT NULL THEN (4, c.kind, c.reason)
            WHEN c.eTag <> d.eTag THEN (3, 'not-read', 'it was written again after the job')
            WHEN c.eTag IS NOT NULL AND (c.algorithm <> d.algorithm OR c.type <> d.type) THEN
                (2, 'not-read', 'the job computed ' || c.algorithm || ' ' || c.type || '; its receipt says ' || d.algorithm || ' ' || d.type)
            -- S3 may leave out the number of parts after a composite one, "-3".
            WHEN c.algorithm = d.algorithm AND c.type = d.type
                AND split_part(c.checksum, '-', 1) = split_part(d.checksum, '-', 1) THEN (1, 'equal', '')
            ELSE
                (0, 'differs', 'its checksum is ' || c.algorithm || ' ' || c.type || ' ' || c.checksum || '; its receipt says '
                    || d.algorithm || ' ' || d.type || ' ' || d.checksum)
        END) AS seen
    FROM delivered d LEFT JOIN checksums c ON c.key = d.key AND (c.versionId = '' OR c.versionId = d.versionId)
    WHERE d.kind = 'compare'
    GROUP BY d.key, d.versionId)

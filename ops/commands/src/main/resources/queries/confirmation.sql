-- Whether account A's bucket has what account B's receipts state. One row per object and per key that is missing.
--
-- kind: equal, differs, missing, not-noted (no receipt says that it was put), not-read (there is no checksum of one of
-- the two), too-young, or older than the receipts.
SELECT kind, key, versionId, reason FROM delivered WHERE kind <> 'compare'
UNION ALL
-- Of several statements of S3 the one of the lowest rank decides, of two that decide one that differs.
SELECT seen.kind, key, versionId, seen.reason
FROM (SELECT key, versionId, min_by(seen, rank) AS seen FROM (
    SELECT
        d.key, d.versionId,
        CASE
            WHEN c.key IS NULL THEN 5
            WHEN c.kind IS NOT NULL THEN 4
            WHEN c.eTag <> d.eTag THEN 3
            WHEN c.eTag IS NOT NULL AND (c.algorithm <> d.algorithm OR c.type <> d.type) THEN 2
            -- S3 may leave out the number of parts after a composite one, "-3".
            WHEN c.algorithm = d.algorithm AND c.type = d.type
                AND split_part(c.checksum, '-', 1) = split_part(d.checksum, '-', 1) THEN 1
            ELSE 0
        END AS rank,
        CASE rank
            WHEN 5 THEN decision('not-read', 'the report of the job does not name it')
            WHEN 4 THEN decision(c.kind, c.reason)
            WHEN 3 THEN decision('not-read', 'it was written again after the job')
            WHEN 2 THEN decision('not-read', 'the job computed ' || c.algorithm || ' ' || c.type || '; its receipt says '
                || d.algorithm || ' ' || d.type)
            WHEN 1 THEN decision('equal', '')
            ELSE decision('differs', 'its checksum is ' || c.algorithm || ' ' || c.type || ' ' || c.checksum
                || '; its receipt says ' || d.algorithm || ' ' || d.type || ' ' || d.checksum)
        END AS seen
    FROM delivered d LEFT JOIN checksums c ON c.key = d.key AND (c.versionId = '' OR c.versionId = d.versionId)
    WHERE d.kind = 'compare')
GROUP BY key, versionId)

-- What account B's receipts state of account A's bucket. One row per object that the bucket has, and per key of which the
-- newest receipt says that it was copied and that the bucket does not have.
--
-- kind: differs, missing, not-noted or not-read are findings; too-young and older need no receipt (yet); compare is an
-- object whose checksum is left to compare with the one of its receipt.
--
-- A version has one receipt; without versions the entity tag tells which receipt is about this content. The time of an
-- object in parts (an entity tag that ends with -N) is when its upload began: without its receipt it counts as young
-- for a day, or for the grace period if that is longer.
WITH noted AS (
    SELECT
        targetKey AS key, outcome, acknowledged, coalesce(size, 0) AS size, coalesce(targetETag, '') AS eTag,
        coalesce(nullif(targetVersionId, ''), 'null') AS versionId, checksumAlgorithm, checksumType,
        nullif(checksum, '') AS checksum
    FROM receipts r JOIN parameters p ON p.targetBucket IS NOT DISTINCT FROM r.targetBucket
), newest AS (
    SELECT key, max(struct_pack(acknowledged, outcome, eTag, versionId)) AS note FROM noted GROUP BY key
), matching AS (
    SELECT v.key, max(struct_pack(n.acknowledged, n.size, n.checksumAlgorithm, n.checksumType, n.checksum)) AS note
    FROM versions v JOIN noted n ON n.key = v.key AND n.versionId = v.versionId
    WHERE v.isLatest AND n.outcome = 'COPIED' AND (v.versionId <> 'null' OR n.eTag = '' OR n.eTag = v.eTag)
    GROUP BY v.key
), judged AS (
    SELECT
        coalesce(v.key, n.key) AS key, v.versionId, v.size, v.eTag, v.lastModified AS arrived,
        m.note AS matching, n.note AS newest, v.key IS NOT NULL AS exists,
        coalesce(n.note.outcome = 'COPIED', false) AS isCopy,
        -- Whether the bucket still has the version of the newest receipt.
        older.key IS NOT NULL AS isOverwritten,
        p.started - CASE WHEN regexp_matches(v.eTag, '-[0-9]+$') THEN greatest(p.grace, INTERVAL 1 DAY) ELSE p.grace END AS until,
        p.receiptsSince AS since
    FROM (FROM versions WHERE isLatest) v
        FULL JOIN newest n ON n.key = v.key
        LEFT JOIN matching m ON m.key = v.key
        LEFT JOIN versions older ON older.key = n.key AND older.versionId = n.note.versionId AND NOT older.isLatest
        CROSS JOIN parameters p
), kinds AS (
    SELECT *,
        CASE
            WHEN NOT exists THEN CASE WHEN isCopy THEN 'missing' ELSE 'absent' END
            WHEN matching IS NOT NULL THEN
                CASE
                    WHEN matching.size <> size THEN 'differs'
                    WHEN matching.checksum IS NULL THEN 'not-read'
                    ELSE 'compare'
                END
            WHEN arrived > until THEN 'too-young'
            WHEN isCopy AND versionId = 'null' THEN 'differs'
            WHEN isCopy AND arrived < newest.acknowledged AND NOT isOverwritten THEN 'missing'
            WHEN newest.outcome = 'UNCONFIRMED' THEN 'not-read'
            WHEN arrived >= since THEN 'not-noted'
            ELSE 'older'
        END AS kind
    FROM judged
)
SELECT
    kind, key, coalesce(versionId, newest.versionId) AS versionId, eTag,
    matching.checksumAlgorithm AS algorithm, matching.checksumType AS type, matching.checksum AS checksum,
    CASE
        WHEN NOT exists THEN 'its receipt is of ' || strftime(newest.acknowledged, '%Y-%m-%dT%H:%M:%SZ')
        WHEN kind = 'differs' AND matching IS NOT NULL THEN
            format('{:,d} bytes; its receipt says {:,d}', size, matching.size)
        WHEN kind = 'differs' THEN
            'its ETag is ' || eTag || ' since ' || strftime(arrived, '%Y-%m-%dT%H:%M:%SZ') || '; its newest receipt says '
                || newest.eTag || ' at ' || strftime(newest.acknowledged, '%Y-%m-%dT%H:%M:%SZ')
        WHEN kind = 'missing' THEN 'the version of its newest receipt, ' || newest.versionId || ', was deleted'
        WHEN kind = 'not-read' AND matching IS NOT NULL THEN 'its receipt has no checksum'
        WHEN kind = 'not-read' THEN 'account B could not confirm it: its object was gone when it looked again'
        WHEN kind = 'not-noted' THEN
            'arrived at ' || strftime(arrived, '%Y-%m-%dT%H:%M:%SZ')
                || CASE WHEN isCopy THEN '; its newest receipt is of version ' || newest.versionId ELSE '' END
        ELSE ''
    END AS reason
FROM kinds
WHERE kind <> 'absent'

-- What account B's receipts state of account A's bucket. One row per object that the bucket has, and per key of which the
-- newest receipt says that it was copied and that the bucket does not have.
--
-- kind: differs, missing, not-noted or not-read are findings; too-young and older need no receipt (yet); compare is an
-- object whose checksum is left to compare with the one of its receipt.
--
-- A version has one receipt; without versions the entity tag tells which receipt is about this content.
WITH noted AS (
    SELECT
        targetKey AS key, outcome, acknowledged, coalesce(size, 0) AS size, coalesce(targetETag, '') AS eTag,
        coalesce(nullif(targetVersionId, ''), 'null') AS versionId, checksumAlgorithm, checksumType,
        nullif(checksum, '') AS checksum
    FROM receipts r JOIN parameters p ON p.targetBucket IS NOT DISTINCT FROM r.targetBucket
), newest AS (
    SELECT key, max(struct_pack(acknowledged, outcome, eTag, versionId)) AS newest FROM noted GROUP BY key
), matching AS (
    SELECT v.key, max(struct_pack(n.acknowledged, n.size, n.checksumAlgorithm, n.checksumType, n.checksum)) AS matching
    FROM versions v JOIN noted n ON n.key = v.key AND n.versionId = v.versionId
    WHERE v.isLatest AND n.outcome = 'COPIED' AND (v.versionId <> 'null' OR n.eTag = '' OR n.eTag = v.eTag)
    GROUP BY v.key
)
SELECT * EXCLUDE (seen), seen[1] AS kind, seen[2] AS reason
FROM (SELECT
    key, coalesce(v.versionId, newest.versionId) AS versionId, v.eTag,
    matching.checksumAlgorithm AS algorithm, matching.checksumType AS type, matching.checksum AS checksum,
    coalesce(newest.outcome = 'COPIED', false) AS isCopy,
    CASE
        WHEN v.lastModified IS NULL THEN ('missing', 'its receipt is of ' || iso(newest.acknowledged))
        WHEN matching.size <> v.size THEN ('differs', format('{:,d} bytes; its receipt says {:,d}', v.size, matching.size))
        WHEN matching.checksum IS NOT NULL THEN ('compare', '')
        WHEN matching IS NOT NULL THEN ('not-read', 'its receipt has no checksum')
        WHEN is_young(v.eTag, v.lastModified, started, grace) THEN ('too-young', '')
        WHEN isCopy AND v.versionId = 'null' THEN
            ('differs', 'its ETag is ' || v.eTag || ' since ' || iso(v.lastModified) || '; its newest receipt says '
                || newest.eTag || ' at ' || iso(newest.acknowledged))
        -- The bucket does not have the version of the newest receipt.
        WHEN isCopy AND v.lastModified < newest.acknowledged AND older.key IS NULL THEN
            ('missing', 'the version of its newest receipt, ' || newest.versionId || ', was deleted')
        WHEN newest.outcome = 'UNCONFIRMED' THEN
            ('not-read', 'account B could not confirm it: its object was gone when it looked again')
        WHEN v.lastModified >= receiptsSince THEN
            ('not-noted', 'arrived at ' || iso(v.lastModified) || if(isCopy, '; its newest receipt is of version ' || newest.versionId, ''))
        ELSE ('older', '')
    END AS seen
FROM (FROM versions WHERE isLatest) v
    FULL JOIN newest USING (key)
    LEFT JOIN matching USING (key)
    LEFT JOIN versions older ON older.key = newest.key AND older.versionId = newest.versionId AND NOT older.isLatest
    CROSS JOIN parameters
WHERE v.key IS NOT NULL OR newest.outcome = 'COPIED')

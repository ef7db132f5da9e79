-- What account B's receipts state of account A's bucket. One row per object that the bucket has, and per key of which the
-- newest receipt says that it was copied and that the bucket does not have.
--
-- kind: differs, missing, not-noted or not-read are findings; too-young and older need no receipt (yet); compare is an
-- object whose checksum is left to compare with the one of its receipt.
--
-- A version has one receipt; without versions the entity tag tells which receipt is about this content. The object may have
-- one that is not the newest: two workers can write theirs in another order than they put. It is another object than account
-- B has put last if the newest receipt is of a later version of the source object, or is a deletion for a later event (of
-- those without the time, if it is more than the longest invocation, 15 minutes, later).
WITH noted AS (
    SELECT
        targetKey AS key, outcome, acknowledged, coalesce(size, 0) AS size, coalesce(targetETag, '') AS eTag,
        coalesce(nullif(targetVersionId, ''), 'null') AS versionId, checksumAlgorithm, checksumType,
        nullif(checksum, '') AS checksum, lastModified AS modified, eventTime
    FROM receipts r JOIN parameters p ON p.targetBucket IS NOT DISTINCT FROM r.targetBucket
), newest AS (
    SELECT key, max(struct_pack(acknowledged, outcome, eTag, versionId, modified, eventTime)) AS newest FROM noted GROUP BY key
), matching AS (
    SELECT v.key, max(struct_pack(n.acknowledged, n.size, n.checksumAlgorithm, n.checksumType, n.checksum, n.modified, n.eventTime)) AS matching
    FROM versions v JOIN noted n ON n.key = v.key AND n.versionId = v.versionId
    WHERE v.isLatest AND n.outcome = 'COPIED' AND (v.versionId <> 'null' OR n.eTag = '' OR n.eTag = v.eTag)
    GROUP BY v.key
)
SELECT * EXCLUDE (seen, isReplaced, notedVersion, another), seen.kind, seen.reason
FROM (SELECT
    key, coalesce(v.versionId, newest.versionId) AS versionId, v.eTag,
    matching.checksumAlgorithm AS algorithm, matching.checksumType AS type, matching.checksum AS checksum,
    coalesce(newest.outcome = 'COPIED', false) AS isCopy,
    older.versionId AS notedVersion,
    coalesce(
        newest.acknowledged > matching.acknowledged AND CASE newest.outcome
            WHEN 'COPIED' THEN newest.eTag <> v.eTag
                AND coalesce(newest.modified > matching.modified, newest.acknowledged > matching.acknowledged + INTERVAL 15 MINUTE)
            WHEN 'DELETED' THEN
                coalesce(newest.eventTime > matching.eventTime, newest.acknowledged > matching.acknowledged + INTERVAL 15 MINUTE)
        END, false) AS isReplaced,
    decision('differs', 'its ETag is ' || v.eTag || ' since ' || iso(v.lastModified) || '; its newest receipt says '
        || newest.eTag || ' at ' || iso(newest.acknowledged)) AS another,
    CASE
        WHEN v.lastModified IS NULL THEN decision('missing', 'its receipt is of ' || iso(newest.acknowledged))
        -- What was put without a version, and of which the receipt is not written yet.
        WHEN isReplaced AND v.versionId = 'null' AND is_young(v.eTag, v.lastModified, started, grace) THEN decision('too-young', '')
        WHEN isReplaced AND newest.outcome = 'DELETED' THEN
            decision('differs', 'it is there; its newest receipt says that it was deleted, at ' || iso(newest.acknowledged))
        -- The bucket does not have the version of the newest receipt.
        WHEN isReplaced AND v.versionId <> 'null' AND notedVersion IS NULL THEN
            decision('missing', 'the version of its newest receipt, ' || newest.versionId || ', was deleted')
        WHEN isReplaced AND v.versionId = 'null' THEN another
        WHEN matching.size <> v.size THEN decision('differs', format('{:,d} bytes; its receipt says {:,d}', v.size, matching.size))
        WHEN matching.checksum IS NOT NULL THEN decision('compare', '')
        WHEN matching IS NOT NULL THEN decision('not-read', 'its receipt has no checksum')
        WHEN is_young(v.eTag, v.lastModified, started, grace) THEN decision('too-young', '')
        WHEN isCopy AND v.versionId = 'null' THEN another
        WHEN isCopy AND v.lastModified < newest.acknowledged AND notedVersion IS NULL THEN
            decision('missing', 'the version of its newest receipt, ' || newest.versionId || ', was deleted')
        WHEN newest.outcome = 'UNCONFIRMED' THEN
            decision('not-read', 'account B could not confirm it: its object was gone when it looked again')
        WHEN v.lastModified >= receiptsSince THEN
            decision('not-noted', 'arrived at ' || iso(v.lastModified) || if(isCopy, '; its newest receipt is of version ' || newest.versionId, ''))
        ELSE decision('older', '')
    END AS seen
FROM (FROM versions WHERE isLatest) v
    FULL JOIN newest USING (key)
    LEFT JOIN matching USING (key)
    LEFT JOIN versions older ON older.key = newest.key AND older.versionId = newest.versionId AND NOT older.isLatest
    CROSS JOIN parameters
WHERE v.key IS NOT NULL OR newest.outcome = 'COPIED')

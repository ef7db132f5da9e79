-- What the receipts of a key state about the object that the source bucket has now. One row per key that the source
-- bucket or a receipt has. bin/reconcile and bin/where decide by this whether a version is copied; bin/where also adds lines
-- of the function's log to the receipts.
--
-- Receipts with other outcomes (WAITING, REFUSED) state nothing about a copy that was made before.
-- copied:    a version of the object was copied to where it is copied today
-- elsewhere: a receipt names another bucket or key than today's settings do
-- lost:      it was gone before it was copied, and no receipt says that it was put: a worker that died before it wrote
--            a receipt may have put it
-- deletedAt: when the object was last acknowledged to be gone
-- copiedAt:  when the copy of the version that the source bucket has now was last acknowledged; copyETag is of that copy,
--            empty if it is not known, copyEvent the latest event that caused one
-- otherAt:   when another version was last acknowledged that is not older than that version
-- isCopied:  whether the copy is of that version. The source's clock decides where it can tell, as the clocks of the
--            function's environments differ and receipts are written late. Where a newer version was copied and deleted
--            since, this one has to have been copied again after that: for a later event, or more than the longest
--            invocation (15 minutes) later.
--
-- Each receipt is made narrow before it is joined, and joined once: what does not fit into memory is written to disk.
WITH stated AS (
    SELECT
        r.sourceKey AS key, r.eTag, coalesce(r.targetETag, '') AS targetETag, r.eventTime, r.acknowledged,
        -- Headers state the time to the second; a listing may state more.
        date_trunc('second', r.lastModified) AS modified,
        r.sourceBucket = p.sourceBucket AND r.targetBucket = p.targetBucket AND r.targetKey = r.currentTargetKey AS here,
        r.outcome IN ('DELETED', 'GONE', 'UNCONFIRMED') AS deletion,
        r.outcome = 'COPIED' AS copy,
        r.outcome = 'GONE' AS gone, r.outcome = 'UNCONFIRMED' AS unconfirmed
    FROM receipts r CROSS JOIN parameters p
    WHERE r.currentTargetKey IS NOT NULL
), compared AS (
    SELECT
        coalesce(s.key, r.key) AS key, s.size, s.eTag, s.lastModified, s.selected, r.* EXCLUDE (key, eTag, modified),
        r.eTag = s.eTag AND (r.modified IS NULL OR r.modified = date_trunc('second', s.lastModified)) AS same,
        s.key IS NOT NULL AND (r.modified IS NULL OR r.modified >= date_trunc('second', s.lastModified)) AS notOlder
    FROM source s FULL JOIN stated r ON r.key = s.key
), stating AS (
    SELECT
        key, any_value(selected) AS selected, any_value(size) AS size, any_value(eTag) AS eTag,
        any_value(lastModified) AS lastModified,
        bool_or(here AND copy) AS copied, bool_or(NOT here) AS elsewhere,
        bool_or(here AND deletion AND gone) AND NOT bool_or(copy OR (deletion AND unconfirmed) OR NOT here) AS lost,
        max(acknowledged) FILTER (here AND deletion) AS deletedAt,
        max(acknowledged) FILTER (here AND copy AND same) AS copiedAt,
        max(struct_pack(acknowledged := acknowledged, eTag := targetETag)) FILTER (here AND copy AND same) AS lastCopy,
        max(eventTime) FILTER (here AND copy AND same) AS copyEvent,
        max(acknowledged) FILTER (here AND copy AND NOT same AND notOlder) AS otherAt
    FROM compared
    GROUP BY key
)
SELECT
    * EXCLUDE (lastCopy, copyEvent), lastModified IS NOT NULL AS inSource, coalesce(lastCopy.eTag, '') AS copyETag,
    copiedAt IS NOT NULL AND coalesce(deletedAt <= copiedAt, true)
        AND (otherAt IS NULL OR coalesce(copyEvent > otherAt, false) OR copiedAt > otherAt + INTERVAL 15 MINUTE) AS isCopied
FROM stating

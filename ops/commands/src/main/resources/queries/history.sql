-- What the receipts of a key state about the object that the source bucket has now. One row per key that has a receipt.
--
-- A receipt of an object that was not cleared (WAITING, REFUSED) states nothing of a copy that was made before.
-- copied:       a version of the object was copied to where it is copied today
-- elsewhere:    a receipt names another bucket or key than today's settings do
-- gone, put:    the object was gone before it was copied; it was put, and gone when it was looked at again
-- deletedAt:    when the object was last acknowledged to be gone
-- copiedAt:     when the copy of the version that the source bucket has now was last acknowledged
-- copyETag:     the entity tag of that copy, empty if it is not known
-- copyEvent:    the latest event that caused a copy of that version
-- otherAt:      when another version was last acknowledged that is not older than that version
WITH stated AS (
    SELECT
        r.sourceKey AS key, r.outcome, r.acknowledged, r.eventTime, coalesce(r.targetETag, '') AS targetETag,
        r.sourceBucket = p.sourceBucket AND r.targetBucket = p.targetBucket AND r.targetKey = r.currentTargetKey AS here,
        r.outcome NOT IN ('WAITING', 'REFUSED') AND coalesce(r.eTag, '') = '' AS deletion,
        r.outcome NOT IN ('WAITING', 'REFUSED') AND coalesce(r.eTag, '') <> '' AS copy,
        -- Headers state the time to the second; a listing may state more.
        r.eTag = s.eTag
            AND (r.lastModified IS NULL OR date_trunc('second', r.lastModified) = date_trunc('second', s.lastModified)) AS same,
        s.key IS NOT NULL
            AND (r.lastModified IS NULL OR date_trunc('second', r.lastModified) >= date_trunc('second', s.lastModified)) AS notOlder
    FROM receipts r CROSS JOIN parameters p LEFT JOIN source s ON s.key = r.sourceKey
)
SELECT
    key,
    coalesce(bool_or(here AND copy), false) AS copied,
    coalesce(bool_or(NOT here), false) AS elsewhere,
    coalesce(bool_or(here AND deletion AND outcome = 'GONE'), false) AS gone,
    coalesce(bool_or(here AND deletion AND outcome = 'UNCONFIRMED'), false) AS put,
    max(acknowledged) FILTER (here AND deletion) AS deletedAt,
    max(acknowledged) FILTER (here AND copy AND same) AS copiedAt,
    max(struct_pack(acknowledged := acknowledged, eTag := targetETag)) FILTER (here AND copy AND same) AS lastCopy,
    max(eventTime) FILTER (here AND copy AND same) AS copyEvent,
    max(acknowledged) FILTER (here AND copy AND NOT same AND notOlder) AS otherAt
FROM stated
GROUP BY key

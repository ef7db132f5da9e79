-- What is known of a key. One row per key that the source bucket, a receipt or account A's inventory has.
--
-- Whether the target holds the version that the source bucket has now is decided by the source's clock where it can
-- tell, as the clocks of the function's environments differ and receipts are written late. Where a newer version was
-- copied and deleted since, this one has to have been copied again after that: for a later event, or more than the
-- longest invocation (15 minutes) later.
--
-- The time of an object in parts (an entity tag that ends with -N) is when its upload began. What is wrong with it counts
-- only when it is a day old, or older than the grace period if that is longer: its upload can have ended just now.
WITH judged AS (
    SELECT
        coalesce(h.key, t.sourceKey) AS key,
        coalesce(h.inSource, false) AS inSource, coalesce(h.selected, false) AS selected,
        h.size, h.eTag, h.lastModified,
        t.sourceKey IS NOT NULL AS inTarget,
        t.size AS targetSize, t.eTag AS targetETag, t.lastModified AS targetModified,
        coalesce(h.copied, false) AS copied, coalesce(h.elsewhere, false) AS elsewhere,
        coalesce(h.gone AND NOT h.copied AND NOT h.put AND NOT h.elsewhere, false) AS lost,
        h.copiedAt, h.deletedAt, coalesce(h.lastCopy.eTag, '') AS copyETag,
        h.copiedAt IS NOT NULL
            AND NOT coalesce(h.deletedAt > h.copiedAt, false)
            AND (h.otherAt IS NULL
                OR coalesce(h.copyEvent > h.otherAt, false)
                OR h.copiedAt > h.otherAt + INTERVAL 15 MINUTE) AS isCopied,
        p.started, p.grace, p.receiptsSince, p.unreadableUntil, p.inventoryCreated,
        p.inventoryCreated - p.grace AS inventoryFrom
    FROM history h
        FULL JOIN target t ON t.sourceKey = h.key
        CROSS JOIN parameters p
), by_receipt AS (
    SELECT *,
        CASE
            WHEN isCopied THEN 'COPIED'
            WHEN copied THEN 'STALE_VERSION'
            WHEN elsewhere THEN 'ELSEWHERE'
            WHEN lastModified < receiptsSince THEN 'UNKNOWN'
            ELSE 'NO_RECEIPT'
        END AS receiptStatus,
        regexp_matches(eTag, '-[0-9]+$') AS inParts
    FROM judged
), decided AS (
    SELECT
        key, inSource, inParts, started, grace,
        CASE WHEN inSource THEN size WHEN inTarget THEN targetSize ELSE 0 END AS size,
        CASE WHEN inSource THEN eTag WHEN inTarget THEN targetETag ELSE '' END AS eTag,
        CASE WHEN inSource THEN lastModified WHEN inTarget THEN targetModified ELSE deletedAt END AS lastModified,
        copiedAt, deletedAt,
        coalesce(lastModified <= unreadableUntil, false) AS mayBeUnreadable,
        CASE
            WHEN inSource AND NOT selected THEN 'EXCLUDED'
            WHEN NOT inSource AND inTarget THEN
                CASE
                    WHEN deletedAt > inventoryCreated THEN 'DELETED_SINCE'
                    WHEN copied THEN 'WITHOUT_SOURCE'
                    ELSE 'ONLY_IN_INVENTORY'
                END
            WHEN NOT inSource THEN CASE WHEN lost THEN 'LOST' ELSE 'ABSENT' END
            WHEN lastModified > started - grace THEN 'TOO_YOUNG'
            -- The inventory says nothing of what changed later, or was copied later by its receipt.
            WHEN inventoryCreated IS NULL
                OR lastModified >= inventoryFrom
                OR (receiptStatus = 'COPIED' AND copiedAt > inventoryFrom)
                OR receiptStatus = 'STALE_VERSION' THEN receiptStatus
            WHEN NOT inTarget THEN 'NOT_IN_INVENTORY'
            WHEN targetSize <> size THEN 'OTHER_SIZE'
            WHEN targetModified < date_trunc('second', lastModified) THEN 'OLDER_COPY'
            -- The entity tags of the two sides are comparable by the receipt alone: parts and encryption change them.
            WHEN copyETag = '' OR targetETag = '' OR copyETag = targetETag THEN 'COPIED'
            ELSE 'OTHER_ETAG'
        END AS status
    FROM by_receipt
)
SELECT
    key, inSource, size, eTag, lastModified, copiedAt, deletedAt, mayBeUnreadable,
    CASE
        WHEN inSource AND inParts AND status NOT IN ('COPIED', 'EXCLUDED', 'UNKNOWN')
            AND lastModified > started - greatest(grace, INTERVAL 1 DAY) THEN 'TOO_YOUNG'
        ELSE status
    END AS status
FROM decided

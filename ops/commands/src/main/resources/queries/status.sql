-- What is known of a key. One row per key that the source bucket, a receipt or account A's inventory has.
SELECT * EXCLUDE (byReceipt, decided) FROM (SELECT
    key, coalesce(inSource, false) AS inSource, if(inSource, size, coalesce(targetSize, 0)) AS size,
    if(inSource, eTag, coalesce(targetETag, '')) AS eTag,
    if(inSource, lastModified, coalesce(targetModified, deletedAt)) AS lastModified,
    copiedAt, deletedAt, coalesce(lastModified <= unreadableUntil, false) AS mayBeUnreadable,
    CASE
        WHEN isCopied THEN 'COPIED'
        WHEN copied THEN 'STALE_VERSION'
        WHEN elsewhere THEN 'ELSEWHERE'
        WHEN lastModified < receiptsSince THEN 'UNKNOWN'
        ELSE 'NO_RECEIPT'
    END AS byReceipt,
    CASE
        WHEN inSource AND NOT selected THEN 'EXCLUDED'
        WHEN inSource IS NOT TRUE AND targetKey IS NULL THEN if(lost, 'LOST', 'ABSENT')
        WHEN inSource IS NOT TRUE AND deletedAt > inventoryCreated THEN 'DELETED_SINCE'
        WHEN inSource IS NOT TRUE THEN if(copied, 'WITHOUT_SOURCE', 'ONLY_IN_INVENTORY')
        WHEN lastModified > started - grace THEN 'TOO_YOUNG'
        -- The inventory says nothing of what changed later, or was copied later by its receipt.
        WHEN inventoryCreated IS NULL
            OR lastModified >= inventoryCreated - grace
            OR (byReceipt = 'COPIED' AND copiedAt > inventoryCreated - grace)
            OR byReceipt = 'STALE_VERSION' THEN byReceipt
        WHEN targetKey IS NULL THEN 'NOT_IN_INVENTORY'
        WHEN targetSize <> size THEN 'OTHER_SIZE'
        WHEN targetModified < date_trunc('second', lastModified) THEN 'OLDER_COPY'
        -- The entity tags of the two sides are comparable by the receipt alone: parts and encryption change them.
        WHEN copyETag = '' OR targetETag = '' OR copyETag = targetETag THEN 'COPIED'
        ELSE 'OTHER_ETAG'
    END AS decided,
    if(inSource AND decided NOT IN ('COPIED', 'EXCLUDED', 'UNKNOWN') AND is_young(eTag, lastModified, started, grace),
        'TOO_YOUNG', decided) AS status
FROM history
    FULL JOIN (
        SELECT sourceKey AS key, key AS targetKey, size AS targetSize, eTag AS targetETag, lastModified AS targetModified
        FROM target) USING (key)
    CROSS JOIN parameters)

-- What happened to keys, to one with --key. One row per receipt, the oldest first.
SELECT acknowledged, sourceKey, outcome, size, eTag, versionId, lastModified, eventTime, targetKey, targetETag, targetVersionId, requestId
FROM receipts
ORDER BY acknowledged, sourceKey

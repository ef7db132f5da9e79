-- The receipts for Athena, in whose table times are texts. The queries over receipts alone follow this, and
-- are the same for DuckDB: they use what both know.
WITH receipts AS (
    SELECT
        sourceBucket, sourceKey, targetBucket, targetKey, outcome, size, eTag, versionId,
        CAST(from_iso8601_timestamp(lastModified) AS TIMESTAMP) AS lastModified,
        targetETag, targetVersionId, checksumAlgorithm, checksumType, checksum,
        CAST(from_iso8601_timestamp(eventTime) AS TIMESTAMP) AS eventTime,
        CAST(from_iso8601_timestamp(acknowledged) AS TIMESTAMP) AS acknowledged,
        requestId, rule
    FROM receipt_lines
    WHERE ${condition}
)

-- What lines of receipts say. One row per line.
-- reason: why it is no receipt, or why its object cannot be read. Account B can write anything: S3's longest keys, each
-- character escaped, are shorter than 16,384 characters.
SELECT address, receipt,
    CASE
        WHEN reason IS NOT NULL THEN reason
        WHEN length(line) > 16384 THEN 'a line of ' || length(line) || ' characters, receipts have at most 16384'
        WHEN receipt IS NULL THEN 'a line that is no JSON: ' || line[:80]
        WHEN receipt.sourceBucket IS NULL OR receipt.sourceKey IS NULL OR receipt.targetBucket IS NULL
            OR receipt.targetKey IS NULL OR receipt.acknowledged IS NULL OR receipt.requestId IS NULL OR receipt.rule IS NULL
            OR coalesce(receipt.outcome NOT IN ('COPIED', 'DELETED', 'UNCONFIRMED', 'GONE', 'WAITING', 'REFUSED'), true)
            OR (receipt.eTag IS NOT NULL AND receipt.size IS NULL)
            OR (receipt.checksum IS NOT NULL AND (receipt.checksumType IS NULL OR coalesce(receipt.checksumAlgorithm NOT IN (
                'CRC64NVME', 'CRC32C', 'CRC32', 'XXHASH3', 'XXHASH64', 'XXHASH128', 'SHA256', 'SHA1', 'SHA512', 'MD5'), true)))
        THEN 'a line that is no receipt: ' || line[:80]
    END AS reason
FROM (SELECT *, CASE WHEN json_valid(line) THEN as_receipt(line) END AS receipt FROM receipt_lines)

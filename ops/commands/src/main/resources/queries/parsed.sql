-- What lines of receipts say. One row per line.
-- reason: why it is no receipt, or why its object cannot be read. Account B can write anything: S3's longest keys, each
-- character escaped, are shorter than 16,384 characters.
SELECT address, receipt,
    CASE
        WHEN reason IS NOT NULL THEN reason
        WHEN length(line) > 16384 THEN 'a line of ' || length(line) || ' characters, receipts have at most 16384'
        WHEN receipt IS NULL THEN 'a line that is no JSON: ' || line[:80]
        WHEN NOT is_readable_format(receipt.receiptVersion) THEN
            'receiptVersion ' || receipt.receiptVersion || ', expected ' || receipt_format() || ' or a later one that begins with the same number'
        WHEN receipt.receiptVersion IS NULL OR receipt.sourceBucket IS NULL OR receipt.sourceKey IS NULL OR receipt.targetBucket IS NULL
            OR receipt.targetKey IS NULL OR receipt.acknowledged IS NULL OR receipt.requestId IS NULL OR receipt.rule IS NULL
            OR coalesce(NOT is_outcome(receipt.outcome), true)
            OR (receipt.eTag IS NOT NULL AND receipt.size IS NULL)
            OR (receipt.checksum IS NOT NULL AND (receipt.checksumType IS NULL OR coalesce(NOT is_checksum_algorithm(receipt.checksumAlgorithm), true)))
        THEN 'a line that is no receipt: ' || line[:80]
    END AS reason
FROM (SELECT *, CASE WHEN json_valid(line) THEN as_receipt(line) END AS receipt FROM receipt_lines)

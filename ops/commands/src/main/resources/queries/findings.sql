-- What needs attention. One row per object whose copy is not known to be there as the object is, or was.
--
-- missing: no copy is known. stale: a copy is known, of what the object was before. lost: the object was gone before it
-- was copied. waiting, refused: not copied, because the object does not have the required tag, or has another value.
WITH reasons(status, kind, reason) AS (
    VALUES
        ('NO_RECEIPT', 'missing', 'no receipt'),
        ('ELSEWHERE', 'missing', 'the receipt is of another bucket or key'),
        ('NOT_IN_INVENTORY', 'missing', 'not in A''s inventory'),
        ('STALE_VERSION', 'stale', 'the receipt is of another version'),
        ('OTHER_SIZE', 'stale', 'another size in A''s inventory'),
        ('OLDER_COPY', 'stale', 'A''s copy is older than the object'),
        ('OTHER_ETAG', 'stale', 'A''s copy is not the one of the receipt'),
        ('LOST', 'lost', 'gone before it was copied, as far as receipts tell')
)
SELECT
    coalesce(c.kind, r.kind) AS kind, s.key, s.size, s.eTag, s.lastModified,
    coalesce(c.reason, r.reason || if(s.mayBeUnreadable AND r.status IN ('NO_RECEIPT', 'ELSEWHERE', 'STALE_VERSION'),
        '; one that could not be read may be of it', '')) AS reason
FROM status s
    JOIN reasons r ON r.status = s.status
    LEFT JOIN tag_checks c ON c.key = s.key AND r.kind IN ('missing', 'stale')
WHERE coalesce(c.kind, r.kind) <> 'gone'

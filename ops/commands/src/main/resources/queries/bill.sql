-- Bytes and requests that cost something. One row per day (UTC).
-- puts: one per object, or of an object in parts (targetETag ends with -N) its parts, their beginning and their end.
SELECT
    CAST(acknowledged AS DATE) AS day,
    count(*) FILTER (WHERE outcome = 'COPIED') AS copies,
    coalesce(sum(size) FILTER (WHERE outcome = 'COPIED'), 0) AS bytes,
    coalesce(
        sum(coalesce(TRY_CAST(split_part(targetETag, '-', 2) AS BIGINT) + 2, 1)) FILTER (WHERE outcome = 'COPIED'), 0) AS puts,
    count(*) FILTER (WHERE outcome = 'DELETED') AS deletes,
    count(*) FILTER (WHERE outcome NOT IN ('COPIED', 'DELETED')) AS others
FROM receipts
GROUP BY 1
ORDER BY 1

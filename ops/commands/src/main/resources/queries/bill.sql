-- Bytes and requests that cost something. One row per day (UTC).
-- puts: one per object, or of an object in parts (targetETag ends with -N) its parts, their beginning and their end.
SELECT
    CAST(acknowledged AS DATE) AS day, count(*) FILTER (outcome = 'COPIED') AS copies,
    coalesce(sum(size) FILTER (outcome = 'COPIED'), 0) AS bytes,
    coalesce(sum(CASE
        WHEN outcome <> 'COPIED' THEN 0
        WHEN regexp_matches(targetETag, '-[0-9]+$') THEN CAST(regexp_extract(targetETag, '-([0-9]+)$', 1) AS BIGINT) + 2
        ELSE 1
    END), 0) AS puts,
    count(*) FILTER (outcome = 'DELETED') AS deletes,
    count(*) FILTER (outcome NOT IN ('COPIED', 'DELETED')) AS others
FROM receipts
GROUP BY 1
ORDER BY 1

-- How the events about the object that is asked for ended, by the function's log and by receipts. One row per event.
--
-- Only what is about the object as it is now, or about any version of one that is gone: a copy counts if it has the entity
-- tag, and is where the object is copied to. Its time does not suffice: that of an object in parts is when its upload
-- began, and an older version can have been copied since.
WITH ended AS (
    SELECT
        'log' AS place, time, line ->> 'sourceKey' AS key, line ->> 'outcome' AS outcome,
        's3://' || (line ->> 'targetBucket') || '/' || nullif(line ->> 'targetKey', '') AS target,
        nullif(line ->> 'eTag', '') AS eTag, line ->> 'execution' AS execution,
        concat_ws(': ', nullif(line ->> 'cause', ''), nullif(line ->> 'reason', '')) AS why
    FROM log_lines
    UNION ALL
    SELECT 'receipts', acknowledged, sourceKey, lower(outcome), 's3://' || targetBucket || '/' || targetKey, eTag, NULL, ''
    FROM receipts
)
SELECT
    e.place, e.time, e.outcome, e.execution,
    concat_ws(', ', iso(e.time) || ' ' || e.outcome, 'ETag ' || e.eTag, nullif(e.why, '')) AS said
FROM ended e JOIN searched o USING (key) LEFT JOIN source s USING (key)
WHERE e.outcome <> '' AND coalesce(e.target = o.target, true)
    AND (s.eTag IS NULL OR (e.outcome NOT IN ('deleted', 'gone') AND coalesce(e.eTag = s.eTag, true)))

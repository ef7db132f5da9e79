-- The hundred largest copies. One row per copy.
SELECT size, sourceKey, targetKey, acknowledged, date_diff('millisecond', eventTime, acknowledged) / 1e3 AS seconds
FROM receipts
WHERE outcome = 'COPIED'
ORDER BY size DESC, sourceKey, acknowledged
LIMIT 100

-- The hundred largest copies. One row per copy.
SELECT size, sourceKey, targetKey, acknowledged, epoch(acknowledged - eventTime) AS seconds
FROM receipts
WHERE outcome = 'COPIED'
ORDER BY size DESC, sourceKey, acknowledged
LIMIT 100

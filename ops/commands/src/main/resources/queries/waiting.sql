-- Keys that wait for their required tag, by their last receipt. One row per key.
SELECT
    sourceKey AS key, min(acknowledged) FILTER (WHERE outcome = 'WAITING') AS since,
    count(*) FILTER (WHERE outcome = 'WAITING') AS events
FROM receipts
GROUP BY sourceKey
HAVING max_by(outcome, acknowledged) = 'WAITING'
ORDER BY since, key

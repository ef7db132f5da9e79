-- Keys that wait for their required tag, by their last receipt. One row per key.
SELECT sourceKey AS key, min(acknowledged) FILTER (outcome = 'WAITING') AS since, count(*) FILTER (outcome = 'WAITING') AS events
FROM receipts
GROUP BY sourceKey
HAVING arg_max(outcome, acknowledged) = 'WAITING'
ORDER BY since, key

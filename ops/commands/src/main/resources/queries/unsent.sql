-- What another message can put right, if it is not in the dead-letter queue. One row per key.
SELECT key FROM findings WHERE kind IN ('missing', 'stale') AND key NOT IN (SELECT key FROM dead_letters)

-- What is in the dead-letter queue. One row per message and key that it names.
SELECT messageId, key, sent, received, reason FROM dead_letters ORDER BY sent, key

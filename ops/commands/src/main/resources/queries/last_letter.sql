-- The last message of the dead-letter queue about the object that is asked for. At most one row.
SELECT d.messageId, d.happened, d.reason
FROM dead_letters d JOIN searched o ON o.key = d.key
ORDER BY d.happened DESC NULLS FIRST
LIMIT 1

-- How long copies took, in seconds, from the event to the receipt. One row per day (UTC).
-- p50, p99: half of them, and 99 of 100, took at most that long.
SELECT
    day, count(*) AS copies,
    min(seconds) FILTER (WHERE share >= 0.5) AS p50, min(seconds) FILTER (WHERE share >= 0.99) AS p99, max(seconds) AS max
FROM (
    SELECT day, seconds, cume_dist() OVER (PARTITION BY day ORDER BY seconds) AS share
    FROM (
        SELECT CAST(acknowledged AS DATE) AS day, date_diff('millisecond', eventTime, acknowledged) / 1e3 AS seconds
        FROM receipts
        WHERE outcome = 'COPIED' AND eventTime IS NOT NULL))
GROUP BY day
ORDER BY day

-- How long copies took, in seconds, from the event to the receipt. One row per day (UTC).
SELECT
    CAST(acknowledged AS DATE) AS day, count(*) AS copies,
    round(quantile_cont(seconds, 0.5), 3) AS p50, round(quantile_cont(seconds, 0.99), 3) AS p99, round(max(seconds), 3) AS max
FROM (
    SELECT acknowledged, epoch(acknowledged - eventTime) AS seconds
    FROM receipts WHERE outcome = 'COPIED' AND eventTime IS NOT NULL)
GROUP BY 1
ORDER BY 1

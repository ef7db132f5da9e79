-- What was copied. One row per day (UTC) and key rule, by its number.
SELECT CAST(acknowledged AS DATE) AS day, rule, count(*) AS copies, count(DISTINCT sourceKey) AS objects, sum(size) AS bytes
FROM receipts
WHERE outcome = 'COPIED'
GROUP BY 1, 2
ORDER BY 1, 2

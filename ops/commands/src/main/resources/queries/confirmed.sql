-- How many objects were confirmed. One row. noted: those that receipts say the bucket has.
SELECT
    count(*) FILTER (kind IN ('equal', 'differs', 'missing', 'not-read')) AS noted,
    count(*) FILTER (kind = 'equal') AS equal, count(*) FILTER (kind = 'differs') AS differs,
    count(*) FILTER (kind = 'missing') AS missing, count(*) FILTER (kind = 'not-noted') AS "not-noted",
    count(*) FILTER (kind = 'not-read') AS "not-read", count(*) FILTER (kind = 'too-young') AS tooYoung,
    any_value(iso(p.receiptsSince)) AS since, any_value(p.unreadable) AS unreadableReceipts
FROM (SELECT receiptsSince, unreadable FROM parameters) p LEFT JOIN confirmation ON true

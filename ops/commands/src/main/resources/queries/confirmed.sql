-- How many objects were confirmed. One row. noted: those that receipts say the bucket has. said: what people read of it.
WITH counted AS (
    SELECT
        count(*) FILTER (kind IN ('equal', 'differs', 'missing', 'not-read')) AS noted,
        count(*) FILTER (kind = 'equal') AS equal, count(*) FILTER (kind = 'differs') AS differs,
        count(*) FILTER (kind = 'missing') AS missing, count(*) FILTER (kind = 'not-noted') AS "not-noted",
        count(*) FILTER (kind = 'not-read') AS "not-read", count(*) FILTER (kind = 'too-young') AS tooYoung,
        (SELECT strftime(receiptsSince, '%Y-%m-%dT%H:%M:%SZ') FROM parameters) AS since
    FROM confirmation
)
SELECT *,
    format(
        '{:,d} of {:,d} equal; {:,d} not-noted; {:,d} differs; {:,d} missing; {:,d} not-read; not judged: {:,d} that arrived'
            || ' just now, and what arrived before {}',
        equal, noted, "not-noted", differs, missing, "not-read", tooYoung, since) AS said
FROM counted

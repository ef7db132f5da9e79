-- How many objects were confirmed. One row. noted: those that receipts say the bucket has. attention: not all are equal.
-- said: what people read of it. nothing: why nothing was compared; NULL if something was.
WITH counted AS (
    SELECT
        count(*) FILTER (kind IN ('equal', 'differs', 'missing', 'not-read')) AS noted,
        count(*) FILTER (kind = 'equal') AS equal, count(*) FILTER (kind = 'differs') AS differs,
        count(*) FILTER (kind = 'missing') AS missing, count(*) FILTER (kind = 'not-noted') AS "not-noted",
        count(*) FILTER (kind = 'not-read') AS "not-read", count(*) FILTER (kind = 'too-young') AS tooYoung
    FROM confirmation
)
SELECT c.*, since, unreadable AS unreadableReceipts,
    noted > equal OR "not-noted" + unreadable > 0 AS attention,
    if("not-noted" + noted > equal, chr(10), '') || format(
        '{:,d} of {:,d} equal; {:,d} not-noted; {:,d} differs; {:,d} missing; {:,d} not-read; not judged: {:,d} that arrived'
            || ' just now, and what arrived before {}',
        equal, noted, "not-noted", differs, missing, "not-read", tooYoung, since) AS said,
    CASE WHEN noted + "not-noted" = 0 THEN
        'no object that --prefix selects arrived since ' || since
            || ' and not just now, and no receipt is of one. Correct --prefix or --since, or wait.' END AS nothing
FROM counted c
    CROSS JOIN (SELECT unreadable, iso(receiptsSince) AS since FROM parameters)

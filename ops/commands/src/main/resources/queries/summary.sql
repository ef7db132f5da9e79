-- How many objects there are of each kind. One row per number, in the order in which commands print them.
--
-- copied: their copy is known to be as they are. tooYoung: they changed just now. notJudged: without a receipt, last
-- changed before the receipts begin, and no inventory states anything about them. withoutSource: copies in A's inventory
-- whose object the source bucket no longer has. onlyInInventory: what else only A's inventory has. Neither is a finding.
-- said: what people read of it; empty for what is said only if there is one.
WITH numbers(place, name, status, always, words) AS (
    VALUES
        (1, 'copied', 'COPIED', true, '%d copied'), (2, 'missing', NULL, true, ', %d missing'),
        (3, 'stale', NULL, true, ', %d stale'), (4, 'lost', NULL, false, ', %d lost'),
        (5, 'waiting', NULL, false, ', %d waiting'), (6, 'refused', NULL, false, ', %d refused'),
        (7, 'tooYoung', 'TOO_YOUNG', true, '; not judged: %d that changed just now'),
        (8, 'notJudged', 'UNKNOWN', true,
            ', %d without a receipt that changed before %s, where the receipts begin'),
        (9, 'withoutSource', 'WITHOUT_SOURCE', false, '; %d copied without a source object'),
        (10, 'onlyInInventory', 'ONLY_IN_INVENTORY', false, '; %d only in A''s inventory')
), counted AS (
    SELECT n.name, count(*) AS number FROM status s JOIN numbers n ON n.status = s.status GROUP BY n.name
    UNION ALL
    SELECT kind, count(*) FROM findings GROUP BY kind
)
SELECT
    n.name, coalesce(c.number, 0) AS number,
    CASE
        WHEN n.always OR c.number > 0 THEN
            replace(replace(n.words, '%d', CAST(coalesce(c.number, 0) AS VARCHAR)),
                '%s', strftime(p.receiptsSince, '%Y-%m-%dT%H:%M:%SZ'))
        ELSE ''
    END AS said
FROM numbers n LEFT JOIN counted c ON c.name = n.name CROSS JOIN parameters p
ORDER BY n.place

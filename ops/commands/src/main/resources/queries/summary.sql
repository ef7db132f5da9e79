-- How many objects there are of each kind. One row per number, in the order in which commands print them.
--
-- copied: their copy is known to be as they are. tooYoung: they changed just now. notJudged: without a receipt, last
-- changed before the receipts begin, and no inventory states anything about them. withoutSource: copies in A's inventory
-- whose object the source bucket no longer has. onlyInInventory: what else only A's inventory has. Neither is a finding.
WITH numbers(place, name, status) AS (
    VALUES
        (1, 'copied', 'COPIED'), (2, 'missing', NULL), (3, 'stale', NULL), (4, 'lost', NULL), (5, 'waiting', NULL),
        (6, 'refused', NULL), (7, 'tooYoung', 'TOO_YOUNG'), (8, 'notJudged', 'UNKNOWN'),
        (9, 'withoutSource', 'WITHOUT_SOURCE'), (10, 'onlyInInventory', 'ONLY_IN_INVENTORY')
), counted AS (
    SELECT n.name, count(*) AS number FROM status s JOIN numbers n ON n.status = s.status GROUP BY n.name
    UNION ALL
    SELECT kind, count(*) FROM findings GROUP BY kind
)
SELECT n.name, coalesce(c.number, 0) AS number
FROM numbers n LEFT JOIN counted c ON c.name = n.name
ORDER BY n.place

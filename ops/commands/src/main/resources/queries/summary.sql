-- How many objects there are of each kind. One row per number, in the order in which commands print them.
--
-- copied: their copy is known to be as they are. tooYoung: they changed just now. notJudged: without a receipt, last
-- changed before the receipts begin, and no inventory states anything about them. onlyInInventory: the source bucket
-- does not have them, and they are no findings, as deletions are not replicated or no receipt states that they are
-- copies.
WITH numbers(place, name, status) AS (
    VALUES
        (1, 'copied', 'COPIED'), (2, 'missing', NULL), (3, 'stale', NULL), (4, 'extra', NULL), (5, 'lost', NULL),
        (6, 'waiting', NULL), (7, 'refused', NULL), (8, 'tooYoung', 'TOO_YOUNG'), (9, 'notJudged', 'UNKNOWN'),
        (10, 'onlyInInventory', 'ONLY_IN_INVENTORY')
), counted AS (
    SELECT n.name, count(*) AS number FROM status s JOIN numbers n ON n.status = s.status GROUP BY n.name
    UNION ALL
    SELECT kind, count(*) FROM findings GROUP BY kind
)
SELECT n.name, coalesce(c.number, 0) AS number
FROM numbers n LEFT JOIN counted c ON c.name = n.name
ORDER BY n.place

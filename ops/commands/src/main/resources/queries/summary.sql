-- How many objects there are of each kind. One row.
--
-- copied: their copy is known to be as they are. tooYoung: they changed just now. notJudged: without a receipt, last
-- changed before the receipts begin, and no inventory states anything about them. withoutSource: copies in A's inventory
-- whose object the source bucket no longer has. onlyInInventory: what else only A's inventory has. Neither is a finding.
-- repairable: another message can put them right. longestWait: in seconds.
WITH kinds AS (
    SELECT
        count(*) FILTER (kind = 'COPIED') AS copied, count(*) FILTER (kind = 'missing') AS missing,
        count(*) FILTER (kind = 'stale') AS stale, count(*) FILTER (kind = 'lost') AS lost,
        count(*) FILTER (kind = 'waiting') AS waiting, count(*) FILTER (kind = 'refused') AS refused,
        count(*) FILTER (kind = 'TOO_YOUNG') AS tooYoung, count(*) FILTER (kind = 'UNKNOWN') AS notJudged,
        count(*) FILTER (kind = 'WITHOUT_SOURCE') AS withoutSource,
        count(*) FILTER (kind = 'ONLY_IN_INVENTORY') AS onlyInInventory,
        min(lastModified) FILTER (kind = 'waiting') AS waitingSince
    FROM (SELECT kind, lastModified FROM findings UNION ALL SELECT status, NULL FROM status)
)
SELECT
    kinds.* EXCLUDE (waitingSince), iso(p.receiptsSince) AS receiptsSince, p.unreadable AS unreadableReceipts,
    missing + stale AS repairable, coalesce(date_diff('second', waitingSince, p.started), 0) AS longestWait
FROM kinds CROSS JOIN (SELECT started, receiptsSince, unreadable FROM parameters) p

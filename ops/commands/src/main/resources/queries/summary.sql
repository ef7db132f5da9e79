-- How many objects there are of each kind. One row.
--
-- copied: their copy is known to be as they are. tooYoung: they changed just now. notJudged: without a receipt, last
-- changed before the receipts begin, and no inventory states anything about them. withoutSource: copies in A's inventory
-- whose object the source bucket no longer has. onlyInInventory: what else only A's inventory has. Neither is a finding.
-- repairable: another message can put them right. longestWait: in seconds. attention: something is to be done; an object
-- may wait. said: what people read of it. nothing: why nothing was compared; NULL if something was.
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
    missing + stale AS repairable, coalesce(date_diff('second', waitingSince, p.started), 0) AS longestWait,
    repairable + lost + refused + p.unreadable > 0 AS attention,
    if(repairable + lost + waiting + refused > 0, chr(10), '')
        || format('{} copied, {} missing, {} stale', copied, missing, stale) || if(lost > 0, format(', {} lost', lost), '')
        || if(waiting > 0, format(', {} waiting', waiting), '') || if(refused > 0, format(', {} refused', refused), '')
        || format('; not judged: {} that changed just now, {} without a receipt that changed before {}, where the receipts begin',
            tooYoung, notJudged, iso(p.receiptsSince))
        || if(withoutSource > 0, format('; {} copied without a source object', withoutSource), '')
        || if(onlyInInventory > 0, format('; {} only in A''s inventory', onlyInInventory), '') AS said,
    CASE
        WHEN copied + repairable + lost + waiting + refused > 0 THEN NULL
        WHEN tooYoung + notJudged = 0 THEN 'the source bucket has no object that the rules and --prefix select. Correct --prefix.'
        ELSE 'all objects changed just now, or before the receipts begin. Wait for the first copies, decrease --grace, set'
            || ' --since, or name A''s inventory with --inventory.'
    END AS nothing
FROM kinds CROSS JOIN (SELECT started, receiptsSince, unreadable FROM parameters) p

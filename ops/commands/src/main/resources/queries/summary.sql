-- How many objects there are of each kind. One row.
--
-- copied: their copy is known to be as they are. tooYoung: they changed just now. notJudged: without a receipt, last
-- changed before the receipts begin, and no inventory states anything about them. withoutSource: copies in A's inventory
-- whose object the source bucket no longer has. onlyInInventory: what else only A's inventory has. Neither is a finding.
-- repairable: another message can put them right. longestWait: in seconds. attention: something is to be done; an object
-- may wait. said: what people read of it. nothing: why nothing was compared; NULL if something was.
WITH statuses AS (
    SELECT
        count(*) FILTER (status = 'COPIED') AS copied, count(*) FILTER (status = 'TOO_YOUNG') AS tooYoung,
        count(*) FILTER (status = 'UNKNOWN') AS notJudged, count(*) FILTER (status = 'WITHOUT_SOURCE') AS withoutSource,
        count(*) FILTER (status = 'ONLY_IN_INVENTORY') AS onlyInInventory
    FROM status
), kinds AS (
    SELECT
        count(*) AS findings, count(*) FILTER (kind = 'missing') AS missing, count(*) FILTER (kind = 'stale') AS stale,
        count(*) FILTER (kind = 'lost') AS lost, count(*) FILTER (kind = 'waiting') AS waiting,
        count(*) FILTER (kind = 'refused') AS refused, min(lastModified) FILTER (kind = 'waiting') AS waitingSince
    FROM findings
)
SELECT
    copied, missing, stale, lost, waiting, refused, tooYoung, notJudged, withoutSource, onlyInInventory,
    strftime(receiptsSince, '%Y-%m-%dT%H:%M:%SZ') AS receiptsSince, unreadable AS unreadableReceipts,
    missing + stale AS repairable, coalesce(date_diff('second', waitingSince, started), 0) AS longestWait,
    findings > waiting OR unreadable > 0 AS attention,
    if(findings > 0, chr(10), '') || format('{} copied, {} missing, {} stale', copied, missing, stale) || if(lost > 0, format(', {} lost', lost), '')
        || if(waiting > 0, format(', {} waiting', waiting), '') || if(refused > 0, format(', {} refused', refused), '')
        || format('; not judged: {} that changed just now, {} without a receipt that changed before {}, where the receipts begin',
            tooYoung, notJudged, strftime(receiptsSince, '%Y-%m-%dT%H:%M:%SZ'))
        || if(withoutSource > 0, format('; {} copied without a source object', withoutSource), '')
        || if(onlyInInventory > 0, format('; {} only in A''s inventory', onlyInInventory), '') AS said,
    CASE
        WHEN copied + findings > 0 THEN NULL
        WHEN tooYoung + notJudged = 0 THEN 'the source bucket has no object that the rules and --prefix select. Correct --prefix.'
        ELSE 'all objects changed just now, or before the receipts begin. Wait for the first copies, decrease --grace, set'
            || ' --since, or name A''s inventory with --inventory.'
    END AS nothing
FROM statuses CROSS JOIN kinds CROSS JOIN parameters

-- What account A has without a receipt, by its inventory (--inventory). One row per object.
SELECT t.key AS targetKey, t.sourceKey, t.size, t.lastModified
FROM target t
WHERE NOT EXISTS (SELECT 1 FROM receipts r WHERE r.targetKey = t.key AND r.outcome = 'COPIED')
ORDER BY t.key

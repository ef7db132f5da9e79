-- What people read of objects of receipts that cannot be read: the first ten, and what follows. One row per sentence.
SELECT said
FROM (
    (SELECT 'not read: ' || address || ': ' || reason AS said
    FROM receipt_objects WHERE reason IS NOT NULL ORDER BY address LIMIT 10)
    UNION ALL
    SELECT unreadable || ' of the objects of receipts could not be read: what was copied before ' || iso(unreadableUntil)
        || ' can therefore seem not to be'
    FROM parameters WHERE unreadable > 0)
ORDER BY starts_with(said, 'not read') DESC, said

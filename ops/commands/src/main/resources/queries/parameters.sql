-- What is compared. One row. started: when the comparison began. grace: how long a copy may take. receiptsSince: an object
-- that changed since has a receipt if it was copied. inventoryCreated: what A's inventory has was put before.
-- unreadable, unreadableUntil: how many objects of receipts cannot be read, and when the last of them was written.
SELECT
    a.*, coalesce(a.since, (SELECT min(written) FROM receipt_objects), a.started) AS receiptsSince,
    (SELECT count(*) FROM receipt_objects WHERE reason IS NOT NULL) AS unreadable,
    (SELECT max(coalesce(written, a.started)) FROM receipt_objects WHERE reason IS NOT NULL) AS unreadableUntil
FROM asked a

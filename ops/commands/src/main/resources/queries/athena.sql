-- The receipts for Athena, in whose table times are texts. The queries over receipts alone follow this, and
-- are the same for DuckDB: they use what both know.
WITH receipts AS (
    SELECT ${columns}
    FROM receipt_lines
    WHERE ${condition}
)

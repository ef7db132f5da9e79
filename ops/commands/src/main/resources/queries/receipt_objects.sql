-- Objects of receipts. One row per object. written: NULL if its key does not state it. reason: why it cannot be read, and
-- none of its receipts count; NULL if they do.
SELECT
    address, try_strptime(regexp_extract(address, '([^/]*?)-[^/]*$', 1), '%Y%m%dT%H%M%S.%gZ') AS written, max(reason) AS reason
FROM parsed
GROUP BY address

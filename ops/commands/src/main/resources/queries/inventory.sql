-- Adds the objects of a file of account A's inventory to the table target that are copies of source keys: of all versions
-- the current ones that are no delete markers. Columns that an inventory need not have are NULL.
INSERT INTO target
SELECT
    source_key(key) AS sourceKey, key,
    CASE
        WHEN size IS NULL OR modified IS NULL THEN error('Seen an object without size or date in the inventory: ' || key)
        ELSE size
    END,
    replace(coalesce(e_tag, ''), '"', ''), modified
FROM (
    SELECT key, TRY_CAST(size AS BIGINT) AS size, TRY_CAST(last_modified_date AS TIMESTAMP) AS modified, e_tag
    FROM (FROM ${rows} UNION ALL BY NAME SELECT NULL::VARCHAR AS is_latest, NULL::VARCHAR AS is_delete_marker WHERE false)
    WHERE coalesce(is_latest, 'true') <> 'false' AND coalesce(is_delete_marker, 'false') <> 'true')
WHERE sourceKey IS NOT NULL

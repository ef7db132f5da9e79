-- The rows of a file of a completion report, for the table checksums: bucket, key, version, status; then error code, HTTP
-- status and message, whose quotes are not all doubled. The key may be in the encoding of URLs, as in manifests, or as it is.
-- https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
INSERT INTO checksums
WITH fields AS (
    SELECT line, regexp_extract(
        line, '^("(?:[^"]|"")*"|[^,]*),("(?:[^"]|"")*"|[^,]*),([^,]*),([^,]*),([^,]*,[^,]*,(.*))$',
        ['bucket', 'key', 'versionId', 'status', 'answer', 'message']) AS field
    FROM read_csv('${file}', columns = {line: 'VARCHAR'}, delim = E'\x1F', quote = '', escape = '', header = false,
        auto_detect = false)
    WHERE line IS NOT NULL
), answered AS (
    SELECT line, field.status = '' AS isNone, unquoted(field.key) AS key, unquoted(field.versionId) AS versionId,
        unquoted(field.status) = 'succeeded' AS succeeded, unquoted(field.answer) AS answer,
        CASE WHEN json_valid(unquoted(field.message)) THEN json_transform(unquoted(field.message),
            '{"checksum_base64": "VARCHAR", "etag": "VARCHAR", "checksumAlgorithm": "VARCHAR", "checksumType": "VARCHAR"}')
        END AS seen
    FROM fields
)
SELECT
    CASE
        WHEN isNone THEN error('Seen a line that is no row of a completion report, expected 7 fields: ' || line)
        WHEN succeeded AND (seen.checksum_base64 IS NULL OR seen.etag IS NULL) THEN
            error('Seen a result that no job has which computes checksums: ' || answer
                || '. Name the report of a Compute checksum job.')
        WHEN regexp_full_match(key, '([A-Za-z0-9._~/-]|%[0-9A-F]{2})*') THEN url_decode(key)
        ELSE key
    END,
    versionId,
    CASE WHEN succeeded THEN replace(seen.etag, '"', '') END, CASE WHEN succeeded THEN seen.checksumAlgorithm END,
    CASE WHEN succeeded THEN seen.checksumType END, CASE WHEN succeeded THEN seen.checksum_base64 END,
    CASE WHEN NOT succeeded THEN 'not-read' END, CASE WHEN NOT succeeded THEN answer END
FROM answered

-- The rows of a file of a completion report, for the table checksums: bucket, key, version, status; then error code, HTTP
-- status and message, whose quotes are not all doubled. The key may be in the encoding of URLs, as in manifests, or as it is.
-- https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
INSERT INTO checksums
SELECT
    CASE
        WHEN field.status = '' THEN error('Seen a line that is no row of a completion report, expected 7 fields: ' || line)
        WHEN succeeded AND (seen.checksum_base64 IS NULL OR seen.etag IS NULL) THEN
            error('Seen a result that no job has which computes checksums: ' || answer
                || '. Name the report of a Compute checksum job.')
        WHEN regexp_full_match(key, '([A-Za-z0-9._~/-]|%[0-9A-F]{2})*') THEN url_decode(key)
        ELSE key
    END,
    unquoted(field.versionId), replace(seen.etag, '"', ''), seen.checksumAlgorithm, seen.checksumType, seen.checksum_base64,
    if(succeeded, NULL, 'not-read'), if(succeeded, NULL, answer)
FROM (
    SELECT line,
        regexp_extract(line, '^("(?:[^"]|"")*"|[^,]*),("(?:[^"]|"")*"|[^,]*),([^,]*),([^,]*),([^,]*,[^,]*,(.*))$',
            ['bucket', 'key', 'versionId', 'status', 'answer', 'message']) AS field,
        unquoted(field['key']) AS key, unquoted(field['status']) = 'succeeded' AS succeeded, unquoted(field['answer']) AS answer,
        unquoted(field['message']) AS message,
        CASE WHEN succeeded AND json_valid(message) THEN json_transform(message,
            '{"checksum_base64": "VARCHAR", "etag": "VARCHAR", "checksumAlgorithm": "VARCHAR", "checksumType": "VARCHAR"}')
        END AS seen
    FROM read_csv('${file}', columns = {line: 'VARCHAR'}, delim = E'\x1F', quote = '', escape = '', header = false,
        auto_detect = false)
    WHERE line IS NOT NULL)

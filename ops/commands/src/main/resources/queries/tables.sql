-- The tables that commands fill, of which the queries are views. Times are UTC.

-- What is compared: one row, of the query parameters. since: when the receipts begin that are read, if that is chosen.
CREATE TABLE asked (
    sourceBucket VARCHAR, targetBucket VARCHAR, started TIMESTAMP, grace INTERVAL, since TIMESTAMP, inventoryCreated TIMESTAMP);

-- A line of an object of receipts. reason: why the object cannot be read; it has no lines then.
CREATE TABLE receipt_lines (address VARCHAR, line VARCHAR, reason VARCHAR);

-- How the replication of one object ended, by the fields of docs/receipt.schema.json. currentTargetKey: where it is copied
-- by today's rules; NULL if they leave it out.
CREATE TABLE receipts AS SELECT UNNEST(as_receipt('{}')), NULL::VARCHAR AS currentTargetKey WHERE false;

-- An object of the source bucket as it is now. selected: whether a rule includes an object of its size.
CREATE TABLE source (key VARCHAR, size BIGINT, eTag VARCHAR, lastModified TIMESTAMP, selected BOOLEAN);

-- An object of account A's bucket, by its inventory. sourceKey: of the object that is copied to its key.
CREATE TABLE target (sourceKey VARCHAR, key VARCHAR, size BIGINT, eTag VARCHAR, lastModified TIMESTAMP);

-- What the tags of an object say of its copy. kind: waiting, refused, or gone if it was deleted meanwhile; else NULL.
CREATE TABLE tag_checks (key VARCHAR, kind VARCHAR, reason VARCHAR);

-- A message of the dead-letter queue and a key that it names. happened: the event; NULL if the message does not say.
CREATE TABLE dead_letters (messageId VARCHAR, key VARCHAR, sent TIMESTAMP, received BIGINT, reason VARCHAR, happened TIMESTAMP);

-- A version of an object of account A's bucket, as the bucket lists it. versionId: 'null' where it has none.
CREATE TABLE versions (
    key VARCHAR, versionId VARCHAR, isLatest BOOLEAN, size BIGINT, eTag VARCHAR, lastModified TIMESTAMP);

-- What S3 states of the checksum of a version of an object, by a HEAD request, or by a job that computes checksums: then
-- with the entity tag that the object had. Without a checksum there are the kind of finding and the reason.
CREATE TABLE checksums (
    key VARCHAR, versionId VARCHAR, eTag VARCHAR, algorithm VARCHAR, type VARCHAR, checksum VARCHAR, kind VARCHAR,
    reason VARCHAR);

-- A field of CSV.
CREATE MACRO unquoted(field) AS replace(regexp_replace(field, '^"(.*)"$', '\1', 's'), '""', '"');

-- What a CASE decides, with the reason.
CREATE MACRO decision(kind, reason) AS struct_pack(kind := kind, reason := reason);

-- A time for people, to the second.
CREATE MACRO iso(instant) AS strftime(instant, '%Y-%m-%dT%H:%M:%SZ');

-- Whether what arrived or changed may still be on its way. The time of an object in parts (an entity tag that ends with -N)
-- is when its upload began, which can have ended just now: it counts as young for a day, or for the grace period if that is
-- longer.
CREATE MACRO is_young(eTag, lastModified, started, grace) AS
    lastModified > started - if(regexp_matches(eTag, '-[0-9]+$'), greatest(grace, INTERVAL 1 DAY), grace);

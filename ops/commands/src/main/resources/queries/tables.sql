-- The tables that commands fill, of which the queries are views. Times are UTC.

-- What is compared: one row.
-- started: when the comparison began. grace: how long a copy may take. receiptsSince: an object that changed since has
-- a receipt if it was copied. unreadableUntil: when the last receipt that cannot be read was written.
-- inventoryCreated: what A's inventory has was put before.
CREATE TABLE parameters (
    sourceBucket VARCHAR, targetBucket VARCHAR, started TIMESTAMP, grace INTERVAL, receiptsSince TIMESTAMP,
    unreadableUntil TIMESTAMP, inventoryCreated TIMESTAMP);

-- How the replication of one object ended: the fields of docs/receipt.schema.json.
-- currentTargetKey: where it is copied by today's rules.
CREATE TABLE receipts (
    sourceBucket VARCHAR, sourceKey VARCHAR, targetBucket VARCHAR, targetKey VARCHAR, outcome VARCHAR, size BIGINT,
    eTag VARCHAR, versionId VARCHAR, lastModified TIMESTAMP, targetETag VARCHAR, targetVersionId VARCHAR,
    checksumAlgorithm VARCHAR, checksumType VARCHAR, checksum VARCHAR, eventTime TIMESTAMP, acknowledged TIMESTAMP,
    requestId VARCHAR, rule BIGINT, currentTargetKey VARCHAR);

-- An object of receipts. written: NULL if its key does not state it. reason: why it cannot be read; NULL if it can.
CREATE TABLE receipt_objects (address VARCHAR, written TIMESTAMP, receipts BIGINT, reason VARCHAR);

-- An object of the source bucket as it is now. selected: whether a rule includes an object of its size.
CREATE TABLE source (key VARCHAR, size BIGINT, eTag VARCHAR, lastModified TIMESTAMP, selected BOOLEAN);

-- An object of account A's bucket, by its inventory. sourceKey: of the object that is copied to its key.
CREATE TABLE target (sourceKey VARCHAR, key VARCHAR, size BIGINT, eTag VARCHAR, lastModified TIMESTAMP);

-- An object that is not copied by its tags. kind: waiting, refused, or gone if it was deleted meanwhile.
CREATE TABLE clearances (key VARCHAR, kind VARCHAR, reason VARCHAR);

-- A message of the dead-letter queue and a key that it names.
CREATE TABLE dead_letters (messageId VARCHAR, key VARCHAR, sent TIMESTAMP, received BIGINT, reason VARCHAR);

-- A version of an object of account A's bucket, as the bucket lists it. versionId: 'null' where it has none.
CREATE TABLE versions (
    key VARCHAR, versionId VARCHAR, isLatest BOOLEAN, size BIGINT, eTag VARCHAR, lastModified TIMESTAMP);

-- What S3 states of the checksum of a version of an object, by a HEAD request, or by a job that computes checksums: then
-- with the entity tag that the object had. Without a checksum there are the kind of finding and the reason.
CREATE TABLE checksums (
    key VARCHAR, versionId VARCHAR, eTag VARCHAR, algorithm VARCHAR, type VARCHAR, checksum VARCHAR, kind VARCHAR,
    reason VARCHAR);

-- A line of the function's log, which is a JSON object.
CREATE TABLE log_lines (time TIMESTAMP, line VARCHAR);

-- The object that bin/where is asked for: one row. eTag: NULL if it is gone. target: where it is copied to.
-- isRunning, succeeded: of the execution of the workflow to which it was handed over last. letter: the last message of the
-- dead-letter queue about it. letterAt: when its event happened; NULL if it does not say.
CREATE TABLE searched (
    key VARCHAR, eTag VARCHAR, lastModified TIMESTAMP, target VARCHAR, started TIMESTAMP,
    isRunning BOOLEAN, succeeded TIMESTAMP, letter VARCHAR, letterAt TIMESTAMP);

-- Where the object is that is asked for. One row.
--
-- The first case applies. What is skipped asks for nothing, and says how the object is only where nothing else does. Events
-- arrive within seconds, and in rare cases later. The time of an object in parts (an entity tag with -N) is when its upload
-- began, and says nothing of its event. next: the command fills in the options of the stack and the key.
WITH known AS (
    SELECT
        arg_max(outcome, (outcome <> 'skipped', time)) AS outcome, max(time) FILTER (outcome = 'copied') AS endedAt,
        arg_max(said, (outcome <> 'skipped', time)) FILTER (place = 'log') AS log,
        arg_max(said, (outcome <> 'skipped', time)) FILTER (place = 'receipts') AS receipts
    FROM endings
), letter AS (
    FROM dead_letters WHERE key = (SELECT key FROM searched) ORDER BY coalesce(happened, sent) DESC LIMIT 1
), found AS (
    SELECT
        o.*, s.* EXCLUDE (key), k.* EXCLUDE (endedAt), coalesce(k.endedAt, o.succeeded) AS copiedAt,
        l.messageId, concat_ws(', ', l.messageId, l.reason) AS letter,
        CASE
            WHEN o.rule IS NOT NULL THEN ('excluded', NULL, 'rules')
            WHEN l.messageId IS NOT NULL AND coalesce(coalesce(l.happened, l.sent) >= copiedAt, true) THEN
                ('dead', if(s.eTag IS NULL, 'and the object is gone', NULL), 'redrive')
            WHEN s.eTag IS NULL AND k.outcome IS NULL THEN ('gone', 'and neither log nor receipts name it', 'check')
            WHEN s.eTag IS NULL THEN
                ('gone', 'its last outcome is ' || k.outcome, if(k.outcome IN ('deleted', 'copied'), 'none', 'check'))
            WHEN k.outcome = 'workflowStarted' AND o.isRunning THEN ('in the workflow', NULL, 'wait')
            WHEN k.outcome <> 'failed' AND copiedAt IS NOT NULL THEN
                ('copied', '→ ' || o.target || ' at ' || iso(copiedAt), 'none')
            WHEN k.outcome = 'workflowStarted' THEN (k.outcome, NULL, 'wait')
            WHEN k.outcome IN ('existing', 'skipped') THEN (k.outcome, NULL, 'none')
            WHEN k.outcome = 'failed' THEN ('failing', 'and tried again', 'cause')
            WHEN k.outcome IS NOT NULL THEN (k.outcome, NULL, 'log')
            WHEN contains(s.eTag, '-') THEN
                ('not copied', 'as far as is known; its age decides nothing, as that is of the upload''s beginning', 'copy')
            WHEN s.lastModified > o.started - INTERVAL 5 MINUTE THEN ('waiting', 'its event is on its way or in the queue', 'wait')
            ELSE ('not copied', 'as far as is known', 'copy')
        END AS seen,
        'nothing about this version since ' || iso(o.since) AS nothing
    FROM known k CROSS JOIN searched o LEFT JOIN source s USING (key) LEFT JOIN letter l ON true
), actions(name, next) AS (
    VALUES
        ('none', 'nothing to do'),
        ('rules', 'nothing, unless it is to be copied: docs/settings.md#key-rules'),
        ('wait', 'wait; then bin/where${options} ${key}'),
        ('copy', 'bin/event${options} --send ${key} copies it now; bin/status${options} shows what waits'),
        ('redrive', 'remove the cause (docs/on-call.md#dead-letters), then bin/redrive${options} --only ${letter}'),
        ('cause', 'docs/on-call.md#dead-letters, by the cause'),
        ('check', 'check the key; docs/on-call.md#objects-gone'),
        ('log', 'docs/on-call.md#what-the-function-did')
)
SELECT
    f.key, f.seen[1] AS verdict, f.seen[2] AS what,
    CASE
        WHEN f.eTag IS NOT NULL THEN format('{:,d} bytes, last modified {}, ETag {}', f.size, iso(f.lastModified), f.eTag)
        WHEN f.rule IS NULL THEN 'no such object, or its newest version is a delete marker'
    END AS source,
    f.rule,
    coalesce(f.log, f.nothing)
        || CASE f.isComplete WHEN true THEN '' WHEN false THEN '; not read to its end: choose a later time with --since' END AS log,
    CASE WHEN f.hasReceipts THEN coalesce(f.receipts, f.nothing || ', in the first 20,000 objects of receipts') END AS receipts,
    f.workflow,
    CASE WHEN f.rule IS NULL THEN coalesce(nullif(f.letter, ''), 'none of the first 10,000 messages names it') END AS deadLetterQueue,
    replace(a.next, '${letter}', coalesce(f.messageId, '')) AS next,
    a.name NOT IN ('none', 'rules') AS attention
FROM found f JOIN actions a ON a.name = f.seen[3]

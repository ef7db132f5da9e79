-- Where the object is that is asked for. One row.
--
-- kind: the first case that applies, or else the last outcome. What is skipped asks for nothing, and says how the object
-- is only where nothing else does. Events arrive within seconds, and in rare cases later. The time of an object in parts
-- (an entity tag with -N) is when its upload began, and says nothing of its event. next: the command fills in the options
-- of the stack and the key.
WITH known AS (
    SELECT
        (max(struct_pack(asks := outcome <> 'skipped', time := time, outcome := outcome))).outcome AS outcome,
        max(time) FILTER (outcome = 'copied') AS copiedAt
    FROM endings
), found AS (
    SELECT
        k.outcome, coalesce(k.copiedAt, o.succeeded) AS copiedAt, o.target, l.messageId AS letter,
        CASE
            WHEN o.rule IS NOT NULL THEN 'excluded'
            WHEN l.messageId IS NOT NULL AND coalesce(l.happened >= coalesce(k.copiedAt, o.succeeded), true) THEN
                CASE WHEN o.eTag IS NULL THEN 'dead and gone' ELSE 'dead' END
            WHEN o.eTag IS NULL AND k.outcome IS NULL THEN 'never seen'
            WHEN o.eTag IS NULL THEN CASE WHEN k.outcome IN ('deleted', 'copied') THEN 'ended' ELSE 'lost' END
            WHEN k.outcome = 'handedOver' AND o.isRunning THEN 'in the workflow'
            WHEN k.outcome <> 'failed' AND coalesce(k.copiedAt, o.succeeded) IS NOT NULL THEN 'copied'
            WHEN k.outcome IS NOT NULL THEN k.outcome
            WHEN contains(o.eTag, '-') THEN 'unknown, in parts'
            WHEN o.lastModified > o.started - INTERVAL 5 MINUTE THEN 'young'
            ELSE 'unknown'
        END AS kind
    FROM known k CROSS JOIN searched o LEFT JOIN last_letter l ON true
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
), rules(kind, verdict, what, action) AS (
    VALUES
        ('excluded', 'excluded', NULL, 'rules'),
        ('dead', 'dead', NULL, 'redrive'),
        ('dead and gone', 'dead', 'and the object is gone', 'redrive'),
        ('never seen', 'gone', 'and neither log nor receipts name it', 'check'),
        ('ended', 'gone', 'its last outcome is ${outcome}', 'none'),
        ('lost', 'gone', 'its last outcome is ${outcome}', 'check'),
        ('in the workflow', 'in the workflow', NULL, 'wait'),
        ('handedOver', 'handedOver', NULL, 'wait'),
        ('copied', 'copied', '→ ${target} at ${copiedAt}', 'none'),
        ('existing', 'existing', NULL, 'none'),
        ('skipped', 'skipped', NULL, 'none'),
        ('failed', 'failing', 'and tried again', 'cause'),
        ('young', 'waiting', 'its event is on its way or in the queue', 'wait'),
        ('unknown', 'not copied', 'as far as is known', 'copy'),
        ('unknown, in parts', 'not copied',
            'as far as is known; its age decides nothing, as that is of the upload''s beginning', 'copy')
)
SELECT
    coalesce(r.verdict, f.kind) AS verdict,
    replace(replace(replace(r.what, '${outcome}', coalesce(f.outcome, '')), '${target}', f.target),
        '${copiedAt}', coalesce(strftime(f.copiedAt, '%Y-%m-%dT%H:%M:%SZ'), '')) AS what,
    replace(a.next, '${letter}', coalesce(f.letter, '')) AS next,
    a.name NOT IN ('none', 'rules') AS attention
FROM found f LEFT JOIN rules r ON r.kind = f.kind JOIN actions a ON a.name = coalesce(r.action, 'log')

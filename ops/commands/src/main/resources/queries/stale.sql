-- Objects whose copy is of what they were before, as bin/reconcile finds them. One row per object.
SELECT key, size, eTag, lastModified, reason FROM findings WHERE kind = 'stale' ORDER BY key

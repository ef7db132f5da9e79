-- Objects of the source bucket of which no copy is known, as bin/reconcile finds them. One row per object.
SELECT key, size, eTag, lastModified, reason FROM findings WHERE kind = 'missing' ORDER BY key

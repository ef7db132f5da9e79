"""Prints commands of the AWS CLI that restore a bucket as it was before $SINCE: docs/for-account-a.md, Undo.

It reads versions.json, the answer of list-object-versions for $BUCKET. Only JSON passes keys, which may be an attacker's, to the
AWS CLI: as arguments, it reads -x as an option and file:// as the name of a file.
"""

import json
import os
import shlex

BUCKET = os.environ["BUCKET"]
SINCE = os.environ["SINCE"]
LARGEST_COPY = 5 * 1024**3
ARCHIVES = ("GLACIER", "DEEP_ARCHIVE")


def command(operation, key, **more):
    request = json.dumps({"Bucket": BUCKET, "Key": key} | more)
    print(shlex.join(("aws", "s3api", operation, "--cli-input-json", request)))


def can_be_copied(key, version):
    return (
        version["Size"] <= LARGEST_COPY
        and version.get("StorageClass") not in ARCHIVES
        # A part of the key would be taken for the version.
        and "?versionId=" not in key
    )


def restore(key, entries):
    """Copies the last earlier version on top, or adds a delete marker if there was none."""
    earlier = [entry for entry in entries if entry["LastModified"][:19] < SINCE]
    newer = [entry for entry in entries if entry["LastModified"][:19] >= SINCE]
    if not newer:
        return
    last = max(earlier, key=lambda entry: entry["LastModified"][:19], default=None)
    if last is None or "Size" not in last:
        command("delete-object", key)
    elif can_be_copied(key, last):
        # The AWS CLI encodes the key itself.
        source = f"{BUCKET}/{key}?versionId={last['VersionId']}"
        command("copy-object", key, CopySource=source, StorageClass=last.get("StorageClass", "STANDARD"))
    else:
        for entry in newer:
            command("delete-object", key, VersionId=entry["VersionId"])


with open("versions.json", encoding="utf-8") as file:
    listed = json.load(file)
by_key = {}
for entry in (listed.get("Versions") or []) + (listed.get("DeleteMarkers") or []):
    by_key.setdefault(entry["Key"], []).append(entry)
for key in sorted(by_key):
    restore(key, by_key[key])

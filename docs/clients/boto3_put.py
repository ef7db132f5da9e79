"""Puts a file into account A's bucket, with boto3: by a profile or in code, with a client or a resource.

    python3 boto3_put.py profile|code client|resource FILE KEY
"""

import os
import sys

import boto3
from botocore.credentials import AssumeRoleCredentialFetcher, CredentialProvider, DeferredRefreshableCredentials
from botocore.session import get_session


def by_profile():
    return boto3.Session(profile_name="allow-put-to-s3")


def in_code():
    """A session of the role. It assumes the role again before its credentials expire, also during an upload."""
    own = get_session()
    if own.get_credentials() is None:
        sys.exit("There are no credentials for AWS that could assume the role: sign in first.")
    fetcher = AssumeRoleCredentialFetcher(
        client_creator=own.create_client,
        source_credentials=own.get_credentials(),
        role_arn=os.environ["ROLE_ARN"],
        extra_args={
            "ExternalId": os.environ["EXTERNAL_ID"],
            "RoleSessionName": "boto3-put",
            "DurationSeconds": int(os.environ.get("SESSION_SECONDS", "3600")),
        },
    )

    class Role(CredentialProvider):
        METHOD = "allow-put-to-s3"

        def load(self):
            return DeferredRefreshableCredentials(fetcher.fetch_credentials, self.METHOD)

    session = get_session()
    session.get_component("credential_provider").insert_before("env", Role())
    return boto3.Session(botocore_session=session)


def with_client(session, file, key):
    session.client("s3").upload_file(file, os.environ["TARGET_BUCKET"], key)


def with_resource(session, file, key):
    session.resource("s3").Bucket(os.environ["TARGET_BUCKET"]).upload_file(file, key)


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    made, used, file, key = sys.argv[1:]
    session = {"profile": by_profile, "code": in_code}[made]()
    {"client": with_client, "resource": with_resource}[used](session, file, key)

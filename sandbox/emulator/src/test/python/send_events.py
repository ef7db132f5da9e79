"""Makes the requests for which S3 sends events, and prints the events that a queue of the account gets, a line each."""

import json
import os

import botocore.session

NAME = "event-types"
REGION = os.environ["AWS_REGION"]
session = botocore.session.get_session()
s3 = session.create_client("s3", region_name=REGION)
sqs = session.create_client("sqs", region_name=REGION)
sts = session.create_client("sts", region_name=REGION)

arn = f"arn:aws:sqs:{REGION}:{sts.get_caller_identity()['Account']}:{NAME}"
policy = {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}
queue = sqs.create_queue(QueueName=NAME, Attributes={"Policy": json.dumps({"Statement": [policy]})})["QueueUrl"]
s3.create_bucket(Bucket=NAME, ObjectOwnership="ObjectWriter")
types = ["ObjectCreated:*", "ObjectRemoved:*", "ObjectRestore:*", "ObjectTagging:*", "ObjectAcl:Put"]
to_queue = {"QueueArn": arn, "Events": ["s3:" + each for each in types]}
s3.put_bucket_notification_configuration(
    Bucket=NAME, NotificationConfiguration={"QueueConfigurations": [to_queue]}
)


def key(name):
    return {"Bucket": NAME, "Key": name}


s3.put_object(**key("put"), Body=b"content")
s3.copy_object(**key("copy"), CopySource=key("put"))
upload = s3.create_multipart_upload(**key("upload"))["UploadId"]
part = s3.upload_part(**key("upload"), UploadId=upload, PartNumber=1, Body=b"content")
parts = [{"PartNumber": 1, "ETag": part["ETag"]}]
s3.complete_multipart_upload(**key("upload"), UploadId=upload, MultipartUpload={"Parts": parts})
s3.put_object_tagging(**key("put"), Tagging={"TagSet": [{"Key": "scan", "Value": "clean"}]})
s3.delete_object_tagging(**key("put"))
s3.put_object_acl(**key("put"), ACL="private")
s3.put_object(**key("archived"), Body=b"content", StorageClass="GLACIER")
s3.restore_object(**key("archived"), RestoreRequest={"Days": 1})
s3.delete_object(**key("copy"))
s3.put_bucket_versioning(Bucket=NAME, VersioningConfiguration={"Status": "Enabled"})
s3.delete_object(**key("put"))

while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=2).get("Messages"):
    for message in messages:
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        for record in json.loads(message["Body"]).get("Records", []):
            print(record["eventName"])

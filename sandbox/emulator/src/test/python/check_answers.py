"""Makes the requests that the function makes, and checks the emulator's answers against botocore's models.

Prints a line for each difference: a member that the function reads and an answer lacks, a value that the model does not
allow, a header that no operation has. At the end it prints how many answers were checked.
"""

import json
import os
import re

import botocore.session

REGION = os.environ["AWS_REGION"]
NAME = "answers"
session = botocore.session.get_session()
checked = []

# What the function reads in answers, besides the members that the models require.
READ = {
    "GetObject": ["ETag", "LastModified", "ContentLength", "ContentType", "VersionId", "Metadata", "ChecksumCRC32"],
    "HeadObject": ["ETag", "LastModified", "ContentLength", "ContentType", "VersionId", "Metadata", "ChecksumCRC32"],
    "GetObjectTagging": ["TagSet"],
    "PutObject": ["ETag", "VersionId", "ChecksumCRC32"],
    "CreateMultipartUpload": ["UploadId"],
    "UploadPart": ["ETag", "ChecksumCRC32"],
    "CompleteMultipartUpload": ["ETag", "VersionId"],
    "AssumeRole": ["Credentials"],
    "GetCallerIdentity": ["Arn"],
    "SendMessageBatch": ["Successful"],
    "ChangeMessageVisibilityBatch": ["Successful"],
    "StartExecution": ["executionArn"],
    "DescribeExecution": ["status", "input"],
}


def differences(shape, value, path):
    """How a value differs from its shape in a model: required members, enums, patterns, lengths, types."""
    kind = shape.type_name
    if kind == "structure":
        for name in shape.required_members:
            if name not in value:
                yield f"{path} has no {name}"
        for name, member in shape.members.items():
            if value.get(name) is not None and not shape.is_document_type:
                yield from differences(member, value[name], f"{path}.{name}")
    elif kind == "list":
        for each in value:
            yield from differences(shape.member, each, f"{path}[]")
    elif kind == "map":
        for name, each in value.items():
            yield from differences(shape.value, each, f"{path}.{name}")
    elif kind == "string":
        if not isinstance(value, str):
            yield f"{path} is {value!r}; expected text"
        elif shape.enum and value not in shape.enum:
            yield f"{path} is {value}; expected one of {', '.join(shape.enum)}"
        elif not shape.metadata.get("min", 0) <= len(value) <= shape.metadata.get("max", len(value)):
            yield f"{path} has {len(value)} characters; expected {shape.metadata}"
        elif "pattern" in shape.metadata and not re.fullmatch(shape.metadata["pattern"], value):
            yield f"{path} is {value}; expected {shape.metadata['pattern']}"
    elif kind in ("integer", "long") and not isinstance(value, int):
        yield f"{path} is {value!r}; expected a number"


def answered(model, parsed, http_response, **ignored):
    name = model.name
    checked.append(name)
    if http_response.status_code >= 300:
        print(f"{name} answered {http_response.status_code} {parsed.get('Error')}")
        return
    if model.output_shape is None:
        return
    for member in READ.get(name, []):
        if member not in parsed:
            print(f"{name} has no {member}")
    for each in differences(model.output_shape, parsed, name):
        print(each)
    if model.service_model.service_name == "s3":
        known = {s.serialization["name"].lower() for s in model.output_shape.members.values() if "name" in s.serialization}
        for header in http_response.headers:
            lower = header.lower()
            if lower.startswith("x-amz-") and not lower.startswith("x-amz-meta-") and lower not in known:
                if lower not in ("x-amz-request-id", "x-amz-id-2", "x-amz-bucket-region"):
                    print(f"{name} has the header {lower}, which the operation does not have")


def client(name):
    checking = session.create_client(name, region_name=REGION)
    checking.meta.events.register("after-call", answered)
    return checking


s3, sqs, sts, sfn = (client(each) for each in ("s3", "sqs", "sts", "stepfunctions"))
account = sts.get_caller_identity()["Account"]
s3.create_bucket(Bucket=NAME)
s3.put_bucket_versioning(Bucket=NAME, VersioningConfiguration={"Status": "Enabled"})
key = {"Bucket": NAME, "Key": "key"}
s3.head_bucket(Bucket=NAME)
s3.put_object(**key, Body=b"content", Metadata={"name": "value"}, Tagging="name=value", ChecksumAlgorithm="CRC32")
s3.get_object(**key, ChecksumMode="ENABLED")
s3.head_object(**key, ChecksumMode="ENABLED")
s3.get_object_tagging(**key)
upload = s3.create_multipart_upload(**key, ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")["UploadId"]
part = s3.upload_part(**key, UploadId=upload, PartNumber=1, Body=b"content", ChecksumAlgorithm="CRC32")
parts = [{"PartNumber": 1, "ETag": part["ETag"], "ChecksumCRC32": part.get("ChecksumCRC32", "")}]
s3.complete_multipart_upload(**key, UploadId=upload, MultipartUpload={"Parts": parts}, ChecksumType="FULL_OBJECT")
s3.delete_object(**key)

queue = sqs.create_queue(QueueName=NAME)["QueueUrl"]
sqs.send_message(QueueUrl=queue, MessageBody="body")
sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": "0", "MessageBody": "body"}])
received = sqs.receive_message(QueueUrl=queue)["Messages"][0]["ReceiptHandle"]
entry = {"Id": "0", "ReceiptHandle": received, "VisibilityTimeout": 10}
sqs.change_message_visibility_batch(QueueUrl=queue, Entries=[entry])

iam = session.create_client("iam", region_name=REGION)
trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "sts:AssumeRole"}
document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
role = iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=document)["Role"]["Arn"]
sts.assume_role(RoleArn=role, RoleSessionName="session")
definition = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
machine = sfn.create_state_machine(name=NAME, definition=definition, roleArn=role)["stateMachineArn"]
execution = sfn.start_execution(stateMachineArn=machine, name="name", input="{}")["executionArn"]
sfn.describe_execution(executionArn=execution)
print("checked", len(checked))

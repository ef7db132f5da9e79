from aws_cdk import App, Environment, Stack
from aws_cdk.cloudformation_include import CfnInclude

app = App()

target = Stack(app, "ReplicationTarget", env=Environment(account="111111111111", region="us-east-1"))
CfnInclude(
    target,
    "Template",
    template_file="ReplicationTarget.yaml",
    parameters={
        "SourceAccount": "222222222222",
        "BucketName": "bucket",
        "AlarmEmail": "address@example.com",
        "ExternalIdReference": "allow-put-to-s3:SecretString:::version",
    },
)

source = Stack(app, "ReplicationSource", env=Environment(account="222222222222", region="us-east-1"))
CfnInclude(
    source,
    "Template",
    template_file="ReplicationSource.yaml",
    parameters={
        "TargetGrant": "111111111111|us-east-1|bucket|AllowPutToS3||||none|false|false",
        "CodeBucket": "code-bucket",
        "CodeKey": "function-1.0.0.zip",
        "SourceBucketName": "source-bucket",
        "AlarmEmail": "address@example.com",
        "ExternalIdReference": "allow-put-to-s3:SecretString:::version-in-b",
    },
)

app.synth()

import { App, Stack } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";

const app = new App();

const target = new Stack(app, "ReplicationTarget", { env: { account: "111111111111", region: "us-east-1" } });
new CfnInclude(target, "Template", {
  templateFile: "ReplicationTarget.yaml",
  parameters: {
    SourceAccount: "222222222222",
    BucketName: "bucket",
    AlarmEmail: "address@example.com",
    ExternalIdReference: "allow-put-to-s3:SecretString:::version",
  },
});

const source = new Stack(app, "ReplicationSource", { env: { account: "222222222222", region: "us-east-1" } });
new CfnInclude(source, "Template", {
  templateFile: "ReplicationSource.yaml",
  parameters: {
    TargetGrant: "111111111111|us-east-1|bucket|AllowPutToS3||||none|false|false",
    CodeBucket: "code-bucket",
    CodeKey: "function-1.0.0.zip",
    SourceBucketName: "source-bucket",
    AlarmEmail: "address@example.com",
    ExternalIdReference: "allow-put-to-s3:SecretString:::version-in-b",
  },
});

app.synth();

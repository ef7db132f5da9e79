package org.allowput.ops.reconcile;

import org.allowput.ops.aws.ServiceClients;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients of S3 and SQS; no others are used. */
record FakeClients(S3Client s3, SqsClient sqs) implements ServiceClients {
    @Override
    public Region region() {
        return Region.US_EAST_1;
    }

    @Override
    public S3Client crossRegionS3() {
        return s3;
    }

    @Override
    public CloudFormationClient cloudFormation() {
        throw new AssertionError("CloudFormation was asked");
    }

    @Override
    public S3ControlClient s3Control() {
        throw new AssertionError("S3 Control was asked");
    }

    @Override
    public StsClient sts() {
        throw new AssertionError("STS was asked");
    }

    @Override
    public LambdaClient lambda() {
        throw new AssertionError("Lambda was asked");
    }

    @Override
    public CloudWatchClient cloudWatch() {
        throw new AssertionError("CloudWatch was asked");
    }

    @Override
    public CloudWatchLogsClient logs() {
        throw new AssertionError("CloudWatch Logs was asked");
    }

    @Override
    public SfnClient stepFunctions() {
        throw new AssertionError("Step Functions was asked");
    }
}

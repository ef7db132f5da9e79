package org.allowput.ops.aws;

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

/** The clients of one caller in one Region. Clients need not be closed; what they share ends with their owner. */
public interface ServiceClients {
    Region region();

    CloudFormationClient cloudFormation();

    S3Client s3();

    /** S3, also for buckets of other Regions. */
    S3Client crossRegionS3();

    S3ControlClient s3Control();

    SqsClient sqs();

    StsClient sts();

    LambdaClient lambda();

    CloudWatchClient cloudWatch();

    CloudWatchLogsClient logs();

    SfnClient stepFunctions();
}

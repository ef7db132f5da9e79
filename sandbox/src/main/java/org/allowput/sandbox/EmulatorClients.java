package org.allowput.sandbox;

import org.allowput.emulator.Account;
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

/** An account of the emulator, for the commands of {@code ops}. */
record EmulatorClients(Account account) implements ServiceClients {
    @Override
    public Region region() {
        return account.region();
    }

    @Override
    public CloudFormationClient cloudFormation() {
        return account.cloudFormation();
    }

    @Override
    public S3Client s3() {
        return account.s3();
    }

    @Override
    public S3Client crossRegionS3() {
        return account.s3();
    }

    /** @throws UnsupportedOperationException always: the emulator runs no jobs of S3 Batch Operations */
    @Override
    public S3ControlClient s3Control() {
        throw new UnsupportedOperationException("the emulator has no S3 Batch Operations");
    }

    @Override
    public SqsClient sqs() {
        return account.sqs();
    }

    @Override
    public StsClient sts() {
        return account.sts();
    }

    @Override
    public LambdaClient lambda() {
        return account.lambda();
    }

    @Override
    public CloudWatchClient cloudWatch() {
        return account.configure(CloudWatchClient.builder()).build();
    }

    @Override
    public CloudWatchLogsClient logs() {
        return account.configure(CloudWatchLogsClient.builder()).build();
    }

    @Override
    public SfnClient stepFunctions() {
        return account.stepFunctions();
    }
}

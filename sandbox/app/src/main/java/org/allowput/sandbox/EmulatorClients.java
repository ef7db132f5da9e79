package org.allowput.sandbox;

import org.allowput.emulator.Account;
import org.allowput.ops.aws.ServiceClients;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** An account of the emulator, for the commands of {@code ops}. */
record EmulatorClients(Account account) implements ServiceClients {
    @Override
    public Region region() {
        return account.region();
    }

    @Override
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
        return account.configure(builder);
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
}

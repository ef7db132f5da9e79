package org.allowput.ops.queue;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of S3 and SQS; no others are used. */
public record FakeClients(S3Client s3, SqsClient sqs) implements FakedServices {
    @Override
    public S3Client patientS3() {
        return s3;
    }

    @Override
    public S3Client crossRegionS3() {
        return s3;
    }
}

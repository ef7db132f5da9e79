package org.allowput.lambda;

import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Clients of which each request is an UnsupportedOperationException, for tests that send none. */
public final class UnusedClients {
    private UnusedClients() {}

    public static S3Client s3() {
        return new S3Client() {
            @Override
            public String serviceName() {
                return S3Client.SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    public static SfnClient stepFunctions() {
        return new SfnClient() {
            @Override
            public String serviceName() {
                return SfnClient.SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    public static EventBridgeClient eventBridge() {
        return new EventBridgeClient() {
            @Override
            public String serviceName() {
                return EventBridgeClient.SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    public static SqsClient sqs() {
        return new SqsClient() {
            @Override
            public String serviceName() {
                return SqsClient.SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }
}

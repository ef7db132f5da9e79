package org.allowput.ops.queue;

import software.amazon.awssdk.core.SdkClient;

/** What every client has, for those that implement the few operations that a test calls. */
public interface FakeClient extends SdkClient {
    @Override
    default String serviceName() {
        return getClass().getSimpleName();
    }

    @Override
    default void close() {}
}

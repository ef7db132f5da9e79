package org.allowput.sandbox.simulation.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** What Lambda says of an invocation. */
final class InvocationContext implements Context {
    private final VirtualTime time;
    private final String requestId;
    private final long end;

    InvocationContext(VirtualTime time, String requestId, Duration timeout) {
        this.time = time;
        this.requestId = requestId;
        this.end = time.nanoTime() + timeout.toNanos();
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Duration.ofNanos(end - time.nanoTime()).toMillis();
    }

    @Override
    public String getFunctionName() {
        return "simulated";
    }

    @Override
    public int getMemoryLimitInMB() {
        return 1769;
    }

    @Override
    public String getLogGroupName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getLogStreamName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getFunctionVersion() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getInvokedFunctionArn() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CognitoIdentity getIdentity() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ClientContext getClientContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LambdaLogger getLogger() {
        throw new UnsupportedOperationException();
    }
}

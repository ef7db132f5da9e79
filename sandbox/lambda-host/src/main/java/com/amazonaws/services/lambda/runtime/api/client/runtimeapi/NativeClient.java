package com.amazonaws.services.lambda.runtime.api.client.runtimeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/**
 * Replaces the class of the same name in AWS's runtime interface client. That class calls a native library, which
 * exists for Linux only; this one sends the same two requests of the Runtime API in Java. All other classes of AWS's
 * client are used as they are: it sends errors and SnapStart's requests in Java itself.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda runtime API</a>
 */
class NativeClient {
    /** The status that AWS's client reports if there is no response. */
    private static final int NO_RESPONSE = -1;

    private static volatile String invocations = "";

    private NativeClient() {}

    /** @param runtimeApi host and port */
    static void init(String runtimeApi) {
        invocations = "http://" + runtimeApi + "/2018-06-01/runtime/invocation/";
    }

    /** Waits for the next invocation, without a time limit. */
    static InvocationRequest next() {
        String failure = "Failed to get next.";
        try {
            HttpURLConnection connection = connection("next");
            requireSuccess(connection, failure);
            InvocationRequest request = new InvocationRequest();
            request.setId(connection.getHeaderField("Lambda-Runtime-Aws-Request-Id"));
            request.setInvokedFunctionArn(connection.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"));
            request.setDeadlineTimeInMs(connection.getHeaderFieldLong("Lambda-Runtime-Deadline-Ms", 0));
            request.setXrayTraceId(connection.getHeaderField("Lambda-Runtime-Trace-Id"));
            request.setClientContext(connection.getHeaderField("Lambda-Runtime-Client-Context"));
            request.setCognitoIdentity(connection.getHeaderField("Lambda-Runtime-Cognito-Identity"));
            request.setTenantId(connection.getHeaderField("Lambda-Runtime-Aws-Tenant-Id"));
            try (InputStream event = connection.getInputStream()) {
                request.setContent(event.readAllBytes());
            }
            return request;
        } catch (IOException e) {
            throw noResponse(failure, e);
        }
    }

    static void postInvocationResponse(byte[] requestId, byte[] response) {
        String failure = "Failed to post invocation response.";
        try {
            HttpURLConnection connection = connection(new String(requestId, UTF_8) + "/response");
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            // Without it the JDK sends a request again if the connection breaks before the answer.
            connection.setFixedLengthStreamingMode(response.length);
            connection.setDoOutput(true);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(response);
            }
            requireSuccess(connection, failure);
            connection.getInputStream().close();
        } catch (IOException e) {
            throw noResponse(failure, e);
        }
    }

    private static HttpURLConnection connection(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(invocations + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestProperty("User-Agent", LambdaRuntimeApiClientImpl.USER_AGENT);
        return connection;
    }

    private static void requireSuccess(HttpURLConnection connection, String failure) throws IOException {
        int status = connection.getResponseCode();
        if (status < 200 || status > 299) {
            connection.disconnect();
            throw new LambdaRuntimeClientException(failure, status);
        }
    }

    private static LambdaRuntimeClientException noResponse(String failure, IOException cause) {
        LambdaRuntimeClientException exception = new LambdaRuntimeClientException(failure, NO_RESPONSE);
        exception.initCause(cause);
        return exception;
    }
}

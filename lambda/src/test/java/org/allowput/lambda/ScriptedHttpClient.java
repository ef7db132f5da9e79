package org.allowput.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Answers the requests of one method with the given statuses, and passes all others to another client. */
final class ScriptedHttpClient implements SdkHttpClient {
    /** Instead of a status: no answer. */
    static final int NONE = 0;

    /** Instead of a status: the function has no memory left to read an answer. */
    static final int OUT_OF_MEMORY = -1;

    private final SdkHttpClient otherwise;
    private final SdkHttpMethod method;
    private final Queue<Integer> statuses;
    final List<SdkHttpRequest> requests = new ArrayList<>();
    boolean closed;

    /** @param statuses of the answers to that method, one after the other */
    ScriptedHttpClient(SdkHttpClient otherwise, SdkHttpMethod method, Integer... statuses) {
        this.otherwise = otherwise;
        this.method = method;
        this.statuses = new ArrayDeque<>(List.of(statuses));
    }

    /** How many of the answers were not asked for. */
    int left() {
        return statuses.size();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        requests.add(request.httpRequest());
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Integer status = request.httpRequest().method() == method ? statuses.poll() : null;
                if (status == null) {
                    return otherwise.prepareRequest(request).call();
                }
                if (status == NONE) {
                    throw new IOException("the connection broke off");
                }
                if (status == OUT_OF_MEMORY) {
                    throw new OutOfMemoryError("on purpose");
                }
                return HttpExecuteResponse.builder()
                        .response(
                                SdkHttpFullResponse.builder().statusCode(status).build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(new byte[0])))
                        .build();
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public String clientName() {
        return "Scripted";
    }

    @Override
    public void close() {
        closed = true;
        otherwise.close();
    }
}

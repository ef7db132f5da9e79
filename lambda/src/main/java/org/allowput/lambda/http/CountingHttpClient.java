package org.allowput.lambda.http;

import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Counts the requests of every client above it, each attempt for itself, and changes none of them: what is answered,
 * thrown or aborted passes as it is.
 *
 * <p>An environment handles one invocation at a time, so what was counted since the last look is the invocation's own.
 *
 * <p>Knows an answer by its status alone. Not seen is what a service says in the body below another one: STS's 400 that
 * is a Throttling, and S3's 200 to the completion of an upload that failed after all.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's error codes</a>: SlowDown is
 *     a 503
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html">Concurrency</a>: a separate
 *     environment for each request in flight
 */
public final class CountingHttpClient implements SdkHttpClient {
    private final SdkHttpClient client;
    private final LongAdder sent = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /**
     * What became of some requests.
     *
     * @param sent every attempt, retries included
     * @param throttled of these, answered by 429 or 503
     * @param failed of these, answered by another 5xx or by nothing: no connection, one that broke off, or a body that
     *     could not be read to its end
     */
    public record Counts(long sent, long throttled, long failed) {}

    public CountingHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    /** What was counted since this was called before. To be called when no request is on its way. */
    public Counts getAndReset() {
        return new Counts(sent.sumThenReset(), throttled.sumThenReset(), failed.sumThenReset());
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return counted(prepared);
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    private HttpExecuteResponse counted(ExecutableHttpRequest request) throws IOException {
        sent.increment();
        HttpExecuteResponse answer;
        try {
            answer = request.call();
        } catch (IOException | RuntimeException e) {
            failed.increment();
            throw e;
        }
        int status = answer.httpResponse().statusCode();
        if (status == 429 || status == 503) {
            throttled.increment();
        } else if (status >= 500) {
            failed.increment();
        }
        return answer;
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}

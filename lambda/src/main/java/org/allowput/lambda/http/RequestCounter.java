package org.allowput.lambda.http;

import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts the requests of the clients that have it, each attempt for itself.
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
public final class RequestCounter implements ExecutionInterceptor {
    private final LongAdder sent = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder answered = new LongAdder();

    /**
     * What became of some requests.
     *
     * @param sent every attempt, retries included
     * @param throttled of these, answered by 429 or 503
     * @param failed of these, answered by another 5xx or by nothing: no connection, one that broke off, or a body that
     *     could not be read to its end
     */
    public record Counts(long sent, long throttled, long failed) {}

    /** What was counted since this was called before. To be called when no request is on its way. */
    public Counts getAndReset() {
        long all = sent.sumThenReset();
        long refused = throttled.sumThenReset();
        return new Counts(all, refused, Math.max(0, all - refused - answered.sumThenReset()));
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        sent.increment();
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        int status = context.httpResponse().statusCode();
        if (status == 429 || status == 503) {
            throttled.increment();
        } else if (status < 500) {
            answered.increment();
        }
    }
}

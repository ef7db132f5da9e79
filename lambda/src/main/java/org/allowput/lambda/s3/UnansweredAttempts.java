package org.allowput.lambda.s3;

import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;

/**
 * A listener to the metrics of one request knows whether an attempt at it got no answer, also if a later attempt was
 * answered, which is all that the SDK's client returns.
 *
 * @see <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/metrics-list.html">Service client
 *     metrics</a>: each attempt has the HTTP status of its response
 */
final class UnansweredAttempts implements MetricPublisher {
    private static final String ATTEMPT = "ApiCallAttempt";

    private final AtomicBoolean found = new AtomicBoolean();

    @Override
    public void publish(MetricCollection request) {
        if (request.childrenWithName(ATTEMPT).anyMatch(UnansweredAttempts::isUnanswered)) {
            found.set(true);
        }
    }

    private static boolean isUnanswered(MetricCollection attempt) {
        return attempt.metricValues(HttpMetric.HTTP_STATUS_CODE).isEmpty();
    }

    boolean exist() {
        return found.get();
    }

    @Override
    public void close() {}
}

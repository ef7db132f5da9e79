package org.allowput.lambda.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The delays of the SDK's retries, for which environments that were restored from one snapshot have no state in common.
 */
class RetryDelayTest {
    @ParameterizedTest
    @CsvSource({"500, 200", "503, 2000"})
    void theyFollowFromTheGivenRandomnessAlone(int status, long longestAfterTwo) {
        SdkException failure =
                S3Exception.builder().statusCode(status).message("SlowDown").build();

        List<Duration> delays = delays(1, failure);

        assertThat(delays(1, failure)).isEqualTo(delays);
        assertThat(delays(2, failure)).isNotEqualTo(delays);
        assertThat(delays).allMatch(delay -> delay.toMillis() <= longestAfterTwo);
    }

    /** Of two retries, of many requests. */
    private static List<Duration> delays(int seed, SdkException failure) {
        RetryStrategy strategy = ClientConfiguration.standardRetryStrategy(new Random(seed));
        List<Duration> delays = new ArrayList<>();
        for (int request = 0; request < 20; request++) {
            RetryToken token = strategy.acquireInitialToken(AcquireInitialTokenRequest.create("s3"))
                    .token();
            for (int retry = 0; retry < 2; retry++) {
                RefreshRetryTokenResponse next = strategy.refreshRetryToken(RefreshRetryTokenRequest.builder()
                        .token(token)
                        .failure(failure)
                        .build());
                token = next.token();
                delays.add(next.delay());
            }
        }
        return delays;
    }
}

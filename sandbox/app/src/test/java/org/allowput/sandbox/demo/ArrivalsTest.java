package org.allowput.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.paginators.ListObjectsV2Iterable;

class ArrivalsTest {
    /** That something is under way is asked for only while the object is missing. */
    @ParameterizedTest
    @CsvSource({"6, 5, 1, 5", "3, 0, 0, 1", "1, 9, 1, 0"})
    void anObjectIsWaitedForAsLongAsSomethingIsUnderWay(int appearsIn, int underWay, int arrived, int asked) {
        List<Integer> progress = new ArrayList<>();
        AtomicInteger asks = new AtomicInteger();
        Arrivals arrivals = arrivals(appearsIn);

        arrivals.await(1, Duration.ZERO, () -> asks.getAndIncrement() < underWay, progress::add);

        assertThat(arrivals.arrived()).hasSize(arrived);
        assertThat(asks).hasValue(asked);
        assertThat(progress).hasSize(Math.max(1, asked + arrived)).last().isEqualTo(arrived);
    }

    /** Of a bucket whose only object appears in that listing, counted from 1. */
    private static Arrivals arrivals(int appearsIn) {
        AtomicInteger listings = new AtomicInteger();
        S3Client s3 = new S3Client() {
            @Override
            public ListObjectsV2Iterable listObjectsV2Paginator(ListObjectsV2Request request) {
                return new ListObjectsV2Iterable(this, request);
            }

            @Override
            public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
                ListObjectsV2Response.Builder response =
                        ListObjectsV2Response.builder().isTruncated(false);
                return listings.incrementAndGet() < appearsIn
                        ? response.build()
                        : response.contents(S3Object.builder()
                                        .key("demo/a")
                                        .size(7L)
                                        .build())
                                .build();
            }

            @Override
            public String serviceName() {
                return "s3";
            }

            @Override
            public void close() {}
        };
        return new Arrivals(s3, "bucket", "demo/");
    }
}

package org.allowput.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.paginators.ListObjectsV2Iterable;

class ArrivalsTest {
    private final List<Integer> progress = new ArrayList<>();

    @Test
    void anObjectIsWaitedForAsLongAsSomethingIsUnderWay() {
        AtomicInteger left = new AtomicInteger(5);
        Arrivals arrivals = arrivals(6);

        arrivals.await(1, Duration.ZERO, () -> left.getAndDecrement() > 0, progress::add);

        assertThat(arrivals.arrived()).containsOnlyKeys("demo/a");
        assertThat(progress).hasSize(6).last().isEqualTo(1);
    }

    @Test
    void whenNothingIsUnderWayItGivesUp() {
        Arrivals arrivals = arrivals(3);

        arrivals.await(1, Duration.ZERO, () -> false, progress::add);

        assertThat(arrivals.arrived()).isEmpty();
        assertThat(progress).containsExactly(0);
    }

    @Test
    void whenAllObjectsAreThereItAsksForNothingElse() {
        Arrivals arrivals = arrivals(1);

        arrivals.await(
                1,
                Duration.ZERO,
                () -> {
                    throw new AssertionError("asked whether something is under way");
                },
                progress::add);

        assertThat(arrivals.arrived()).hasSize(1);
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

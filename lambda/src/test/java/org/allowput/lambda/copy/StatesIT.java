package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.allowput.lambda.Stage.SOURCE;
import static org.allowput.lambda.Stage.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allowput.lambda.Stage;
import org.allowput.lambda.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Objects that are archived or have versions. */
class StatesIT extends OnStage {
    @ParameterizedTest
    @EnumSource
    void anArchivedObjectFailsForGoodWithAReasonAndCopiesOnceItIsRestored(Shape shape) {
        String key = "archived-" + shape;
        buckets.put(key, shape, StorageClass.GLACIER);
        try (Stage.Wired copy = stage.copy(Sample.OPTIONS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate(key, key, Sample.LATER))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.failure().cause()).isEqualTo(Failure.Cause.PERMANENT);
                        assertThat(failed.failure().reason())
                                .isEqualTo("source bucket answered 403 InvalidObjectState: the object is archived;"
                                        + " restore it, which sends a new event");
                    });

            stage.source()
                    .restoreObject(object -> object.bucket(SOURCE).key(key).restoreRequest(r -> r.days(1)));
            awaitRestored(key);

            assertThat(copy.copy().replicate(key, key, Sample.LATER)).satisfies(Sample.copied(shape.size()));
        }
        assertThat(buckets.read(key)).isEqualTo(Sample.bytes(shape.size()));
    }

    @ParameterizedTest
    @EnumSource
    void theNewestVersionIsCopiedAndADeleteMarkerIsAnObjectThatIsGone(Shape shape) {
        String key = "versions/" + shape;
        for (String bucket : List.of(SOURCE, TARGET)) {
            (bucket.equals(SOURCE) ? stage.source() : stage.target())
                    .putBucketVersioning(request -> request.bucket(bucket)
                            .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        }
        try (Stage.Wired copy = stage.copy(Sample.OPTIONS, Sample.DEFAULTS)) {
            stage.source()
                    .putObject(object -> object.bucket(SOURCE).key(key), RequestBody.fromString("an older version"));
            buckets.put(key, shape, StorageClass.STANDARD);

            assertThat(copy.copy().replicate(key, key, Sample.LATER)).satisfies(Sample.copied(shape.size()));
            assertThat(buckets.read(key)).isEqualTo(Sample.bytes(shape.size()));

            stage.source().deleteObject(object -> object.bucket(SOURCE).key(key));

            assertThat(copy.copy().replicate(key, key, Sample.LATER)).isInstanceOf(Outcome.Skipped.class);
            assertThat(buckets.read(key)).isEqualTo(Sample.bytes(shape.size()));
        } finally {
            stage.source()
                    .putBucketVersioning(request -> request.bucket(SOURCE)
                            .versioningConfiguration(
                                    versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)));
        }
    }

    private static void awaitRestored(String key) {
        String wanted = "ongoing-request=\"false\"";
        long end = System.nanoTime() + SECONDS.toNanos(30);
        while (!String.valueOf(stage.source()
                        .headObject(object -> object.bucket(SOURCE).key(key))
                        .restore())
                .contains(wanted)) {
            assertThat(System.nanoTime()).as("restored in time").isLessThan(end);
        }
    }
}

package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Objects that are archived or have versions. */
class StatesIT extends CopyIntegrationTest {
    @ParameterizedTest
    @EnumSource
    void anArchivedObjectFailsForGoodWithAReasonAndCopiesOnceItIsRestored(UploadMethod method) {
        String key = "archived-" + method;
        buckets.put(key, method, StorageClass.GLACIER);
        try (CopyFixture.ConnectedCopier copy = fixture.copy(CopySamples.OPTIONS, CopySamples.DEFAULTS)) {
            assertThat(copy.copy().replicate(key, key, CopySamples.LATER))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.failure().cause()).isEqualTo(Failure.Cause.PERMANENT);
                        assertThat(failed.failure().reason())
                                .isEqualTo("source bucket answered 403 InvalidObjectState: the object is archived;"
                                        + " restore it, which sends a new event");
                    });

            fixture.source()
                    .restoreObject(object -> object.bucket(SOURCE).key(key).restoreRequest(r -> r.days(1)));
            awaitRestored(key);

            assertThat(copy.copy().replicate(key, key, CopySamples.LATER)).satisfies(CopySamples.copied(method.size()));
        }
        assertThat(buckets.read(key)).isEqualTo(CopySamples.bytes(method.size()));
    }

    @ParameterizedTest
    @EnumSource
    void theNewestVersionIsCopiedAndADeleteMarkerIsAnObjectThatIsGone(UploadMethod method) {
        String key = "versions/" + method;
        for (String bucket : List.of(SOURCE, TARGET)) {
            (bucket.equals(SOURCE) ? fixture.source() : fixture.target())
                    .putBucketVersioning(request -> request.bucket(bucket)
                            .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
        }
        try (CopyFixture.ConnectedCopier copy = fixture.copy(CopySamples.OPTIONS, CopySamples.DEFAULTS)) {
            fixture.source()
                    .putObject(object -> object.bucket(SOURCE).key(key), RequestBody.fromString("an older version"));
            buckets.put(key, method, StorageClass.STANDARD);

            assertThat(copy.copy().replicate(key, key, CopySamples.LATER)).satisfies(CopySamples.copied(method.size()));
            assertThat(buckets.read(key)).isEqualTo(CopySamples.bytes(method.size()));

            fixture.source().deleteObject(object -> object.bucket(SOURCE).key(key));

            assertThat(copy.copy().replicate(key, key, CopySamples.LATER)).isInstanceOf(Outcome.Gone.class);
            assertThat(buckets.read(key)).isEqualTo(CopySamples.bytes(method.size()));
        } finally {
            fixture.source()
                    .putBucketVersioning(request -> request.bucket(SOURCE)
                            .versioningConfiguration(
                                    versioning -> versioning.status(BucketVersioningStatus.SUSPENDED)));
        }
    }

    private void awaitRestored(String key) {
        String wanted = "ongoing-request=\"false\"";
        long end = System.nanoTime() + SECONDS.toNanos(30);
        while (!String.valueOf(fixture.source()
                        .headObject(object -> object.bucket(SOURCE).key(key))
                        .restore())
                .contains(wanted)) {
            assertThat(System.nanoTime()).as("restored in time").isLessThan(end);
        }
    }
}

package org.allowput.lambda.copy;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import org.allowput.contract.FailureCause;
import org.allowput.emulator.testing.S3Bucket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Objects that are archived or have versions. */
class StatesIT extends CopyIntegrationTest {
    @ParameterizedTest
    @EnumSource
    void anArchivedObjectFailsForGoodWithAReasonAndCopiesOnceItIsRestored(UploadMethod method) {
        String key = "archived-" + method;
        source.put(key, CopySamples.bytes(method.size()), object -> object.storageClass(StorageClass.GLACIER));
        assertThat(replicate(key)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().cause()).isEqualTo(FailureCause.PERMANENT);
            assertThat(failed.failure().reason())
                    .isEqualTo("source bucket answered 403 InvalidObjectState: the object is archived;"
                            + " restore it, which sends a new event");
        });

        fixture.source().restoreObject(object -> object.bucket(SOURCE).key(key).restoreRequest(r -> r.days(1)));
        awaitRestored(key);

        assertThat(replicate(key)).satisfies(CopySamples.copied(method.size()));
        assertThat(target.bytes(key)).isEqualTo(CopySamples.bytes(method.size()));
    }

    @ParameterizedTest
    @EnumSource
    void theNewestVersionIsCopiedAndADeleteMarkerIsAnObjectThatIsGone(UploadMethod method) {
        String key = "versions/" + method;
        setVersioning(source, BucketVersioningStatus.ENABLED);
        setVersioning(target, BucketVersioningStatus.ENABLED);
        try {
            source.put(key, "an older version");
            source.put(key, CopySamples.bytes(method.size()));

            assertThat(replicate(key)).satisfies(CopySamples.copied(method.size()));
            assertThat(target.bytes(key)).isEqualTo(CopySamples.bytes(method.size()));

            source.delete(key);

            assertThat(replicate(key)).isInstanceOf(Outcome.Gone.class);
            assertThat(target.bytes(key)).isEqualTo(CopySamples.bytes(method.size()));
        } finally {
            setVersioning(source, BucketVersioningStatus.SUSPENDED);
        }
    }

    private static void setVersioning(S3Bucket bucket, BucketVersioningStatus status) {
        bucket.s3()
                .putBucketVersioning(request ->
                        request.bucket(bucket.name()).versioningConfiguration(versioning -> versioning.status(status)));
    }

    private void awaitRestored(String key) {
        String wanted = "ongoing-request=\"false\"";
        long end = System.nanoTime() + SECONDS.toNanos(30);
        while (!String.valueOf(source.head(key).orElseThrow().restore()).contains(wanted)) {
            assertThat(System.nanoTime()).as("restored in time").isLessThan(end);
        }
    }
}

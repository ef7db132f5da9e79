package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.allowput.contract.AfterCopy;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.Request;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.failure.Failure;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;

/** Tags of what was copied, with faults: no version has the tag that was not copied, and none stays without it. */
class AfterCopyIT extends CopyIntegrationTest {
    private static final Tag COPIED =
            Tag.builder().key(AfterCopy.TAG_KEY).value(AfterCopy.TAG_VALUE).build();
    private static final Tag OWN = Tag.builder().key("team").value("x").build();
    private static final int ATTEMPTS = 4;

    @BeforeAll
    void enableVersioning() {
        fixture.source()
                .putBucketVersioning(request -> request.bucket(SOURCE)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    }

    @Test
    void theTagIsAddedToTheOthersOnceHoweverTheRequestFailsAtFirst() {
        for (Fault fault : List.of(
                new Fault.Answer(500, "InternalError"),
                new Fault.Answer(503, "SlowDown"),
                new Fault.DropBefore(),
                new Fault.DropAfter())) {
            String key = "tagged/" + fault;
            put(key);
            fixture.proxy().once(tagging(key), fault);

            assertThat(copy(key)).isInstanceOf(Outcome.Copied.class);
            assertThat(copy(key)).isInstanceOf(Outcome.Copied.class);

            assertThat(tags(key)).containsExactlyInAnyOrder(OWN, COPIED);
            assertThat(fixture.proxy().requests(tagging(key))).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void aCopyThatCannotBeTaggedIsNotAcknowledgedAndTaggedByTheNextDelivery() {
        String key = "refused";
        put(key);
        fixture.proxy().always(tagging(key), new Fault.Answer(500, "InternalError"));

        assertThat(copy(key))
                .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Failed.class))
                .extracting(failed -> failed.failure().cause())
                .isEqualTo(Failure.Cause.RETRYABLE);
        assertThat(fixture.proxy().requests(tagging(key))).hasSize(ATTEMPTS);
        assertThat(tags(key)).containsExactly(OWN);

        fixture.proxy().reset();
        assertThat(copy(key)).isInstanceOf(Outcome.Copied.class);
        assertThat(tags(key)).contains(COPIED);
    }

    @Test
    void aVersionThatIsWrittenJustBeforeTheTagHasNone() {
        String key = "overwritten";
        put(key);
        fixture.proxy().once(tagging(key), new Fault.RunFirst(() -> put(key)));

        assertThat(copy(key)).isInstanceOf(Outcome.Copied.class);
        assertThat(tags(key)).as("the newest version, whose event is to come").containsExactly(OWN);

        assertThat(copy(key)).isInstanceOf(Outcome.Copied.class);
        assertThat(tags(key)).contains(COPIED);
    }

    private void put(String key) {
        buckets.put(key, UploadMethod.ONE_PUT, StorageClass.STANDARD);
        fixture.source()
                .putObjectTagging(request -> request.bucket(SOURCE).key(key).tagging(tagging -> tagging.tagSet(OWN)));
    }

    private CopyResult copy(String key) {
        try (CopyFixture.ConnectedCopier copy = fixture.copyAndTag(CopySamples.OPTIONS)) {
            return copy.copy().replicate(key, key, CopySamples.LATER);
        }
    }

    private List<Tag> tags(String key) {
        return fixture.source()
                .getObjectTagging(request -> request.bucket(SOURCE).key(key))
                .tagSet();
    }

    private static Predicate<Request> tagging(String key) {
        return CopyFixture.of(Request.Operation.PUT, SOURCE, key);
    }
}

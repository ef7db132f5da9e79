package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.allowput.contract.FailureCause;
import org.allowput.contract.selection.Selection;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.ProxiedRequest;
import org.allowput.emulator.fault.ProxiedRequest.Operation;
import org.allowput.lambda.CopyFixture;
import org.allowput.lambda.copy.CopyOptions.CopyLimit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Tag;

/** Only what has the required tag is copied, by requests as they are on the wire; first without versions, then with. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RequiredTagIT extends CopyIntegrationTest {
    private static final CopyOptions OPTIONS = new CopyOptions(
            CopySamples.LEAST,
            CopySamples.LEAST,
            2,
            false,
            false,
            CopySamples.PACE,
            CopyLimit.NONE,
            Selection.parse("[{\"requiredTag\":\"scan=clean\"}]"));

    @Test
    @Order(1)
    void withoutVersionsATaggedObjectFailsForGood() {
        put("without versions", "bytes");
        tag("without versions", "clean");

        assertThat(replicate("without versions", OPTIONS, CopySamples.DEFAULTS))
                .satisfies(RequiredTagIT::isNotVersioned);

        assertThat(target.head("without versions")).isEmpty();
    }

    @Test
    @Order(2)
    void anObjectIsCopiedWhenItIsTagged() {
        enableVersions();
        put("tagged", "bytes");
        assertThat(replicate("tagged", OPTIONS, CopySamples.DEFAULTS)).isInstanceOf(Outcome.Waiting.class);
        tag("tagged", "dirty");
        assertThat(replicate("tagged", OPTIONS, CopySamples.DEFAULTS)).isInstanceOf(Outcome.Refused.class);
        assertThat(target.head("tagged")).isEmpty();

        tag("tagged", "clean");
        assertThat(replicate("tagged", OPTIONS, CopySamples.DEFAULTS)).isInstanceOf(Outcome.Copied.class);
        assertThat(target.text("tagged")).isEqualTo("bytes");
    }

    @Test
    @Order(3)
    void anObjectThatWasPutBeforeTheBucketHadVersionsFailsForGood() {
        tag("without versions", "clean");

        assertThat(replicate("without versions", OPTIONS, CopySamples.DEFAULTS))
                .satisfies(RequiredTagIT::isNotVersioned);
    }

    @Test
    @Order(4)
    void nothingIsCopiedWhileTagsCannotBeRead() {
        put("unreadable", "bytes");
        tag("unreadable", "clean");
        fixture.proxy().always(tagsOf("unreadable"), new Fault.Answer(403, "AccessDenied"));

        assertThat(replicate("unreadable", OPTIONS, CopySamples.DEFAULTS))
                .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Failed.class))
                .extracting(failed -> failed.failure().cause())
                .isEqualTo(FailureCause.ACCESS_DENIED);

        assertThat(target.head("unreadable")).isEmpty();
    }

    @Test
    @Order(5)
    void withVersionsTheTagsAreThoseOfTheVersionThatWasOpened() {
        put("version", "clean");
        tag("version", "clean");
        fixture.proxy().once(tagsOf("version"), new Fault.RunFirst(() -> put("version", "dirty")));

        assertThat(replicate("version", OPTIONS, CopySamples.DEFAULTS)).isInstanceOf(Outcome.Waiting.class);

        assertThat(target.text("version")).isEqualTo("clean");
        assertThat(fixture.proxy().requests(tagsOf("version")))
                .allMatch(request -> request.target().contains("versionId="));
    }

    private void enableVersions() {
        fixture.source()
                .putBucketVersioning(request -> request.bucket(SOURCE)
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    }

    private static void isNotVersioned(CopyResult outcome) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().cause()).isEqualTo(FailureCause.PERMANENT);
            assertThat(failed.failure().reason()).contains("source.requiredTag needs versioning");
        });
    }

    private void put(String key, String content) {
        source.put(key, content);
    }

    private void tag(String key, String value) {
        fixture.source()
                .putObjectTagging(request -> request.bucket(SOURCE)
                        .key(key)
                        .tagging(tagging -> tagging.tagSet(
                                List.of(Tag.builder().key("scan").value(value).build()))));
    }

    private static Predicate<ProxiedRequest> tagsOf(String key) {
        return CopyFixture.of(Operation.GET_TAGS, SOURCE, key);
    }
}

package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.Request.Operation;
import org.allowput.lambda.CopyFixture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What becomes of the copy of an object that is deleted. */
class DeletionIT extends CopyIntegrationTest {
    @Test
    void whatIsGoneIsDeletedByOptInOnly() {
        for (String key : List.of("to-go", "to-stay")) {
            buckets.put(key, UploadMethod.ONE_PUT, StorageClass.STANDARD);
            try (CopyFixture.ConnectedCopier copy = fixture.copy(CopySamples.OPTIONS, CopySamples.DEFAULTS)) {
                assertThat(copy.copy().replicate(key, key, CopySamples.LATER)).isInstanceOf(Outcome.Copied.class);
                fixture.source().deleteObject(object -> object.bucket(SOURCE).key(key));
                assertThat(copy.copy().replicate(key, key, CopySamples.LATER)).isEqualTo(new Outcome.Gone());
            }
        }
        try (CopyFixture.ConnectedCopier copy =
                fixture.copyWithOptIns(CopySamples.WITH_OPT_INS, CopySamples.DEFAULTS)) {
            assertThat(copy.copy().replicate("to-go", "to-go", CopySamples.LATER))
                    .isEqualTo(new Outcome.Deleted());
        }
        assertThat(buckets.keys()).contains("to-stay").doesNotContain("to-go");
    }

    @Test
    void anObjectThatIsDeletedWhileItIsCopiedIsDeletedInTheTarget() {
        buckets.put("deleted-meanwhile", UploadMethod.ONE_PUT, StorageClass.STANDARD);
        fixture.proxy()
                .once(
                        CopyFixture.of(Operation.HEAD, SOURCE, "deleted-meanwhile"),
                        new Fault.RunFirst(() -> fixture.source()
                                .deleteObject(object -> object.bucket(SOURCE).key("deleted-meanwhile"))));

        try (CopyFixture.ConnectedCopier copy =
                fixture.copyWithOptIns(CopySamples.WITH_OPT_INS, CopySamples.DEFAULTS)) {
            assertThat(copy.copy().replicate("deleted-meanwhile", "deleted-meanwhile", CopySamples.LATER))
                    .isEqualTo(new Outcome.Deleted());
        }
        assertThat(buckets.keys()).doesNotContain("deleted-meanwhile");
    }

    @Test
    void anObjectThatComesBackWhileItsDeletionIsReplicatedIsCopied() {
        fixture.proxy()
                .once(
                        CopyFixture.of(Operation.DELETE, TARGET, "back"),
                        new Fault.RunFirst(() -> buckets.put("back", UploadMethod.ONE_PUT, StorageClass.STANDARD)));

        try (CopyFixture.ConnectedCopier copy =
                fixture.copyWithOptIns(CopySamples.WITH_OPT_INS, CopySamples.DEFAULTS)) {
            assertThat(copy.copy().replicate("back", "back", CopySamples.LATER)).isInstanceOf(Outcome.Copied.class);
        }
        assertThat(buckets.read("back")).isEqualTo(CopySamples.bytes(UploadMethod.ONE_PUT.size()));
    }
}

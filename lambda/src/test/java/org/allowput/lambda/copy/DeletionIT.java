package org.allowput.lambda.copy;

import static org.allowput.lambda.Stage.SOURCE;
import static org.allowput.lambda.Stage.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.Request.Operation;
import org.allowput.lambda.Stage;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What becomes of the copy of an object that is deleted. */
class DeletionIT extends OnStage {
    @Test
    void whatIsGoneIsDeletedByOptInOnly() {
        for (String key : List.of("to-go", "to-stay")) {
            buckets.put(key, Shape.ONE_PUT, StorageClass.STANDARD);
            try (Stage.Wired copy = stage.copy(Sample.OPTIONS, Sample.DEFAULTS)) {
                assertThat(copy.copy().replicate(key, key, Sample.LATER)).isInstanceOf(Outcome.Copied.class);
                stage.source().deleteObject(object -> object.bucket(SOURCE).key(key));
                assertThat(copy.copy().replicate(key, key, Sample.LATER))
                        .isEqualTo(new Outcome.Skipped("the source object is gone"));
            }
        }
        try (Stage.Wired copy = stage.copyWithOptIns(Sample.WITH_OPT_INS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate("to-go", "to-go", Sample.LATER)).isEqualTo(new Outcome.Deleted());
        }
        assertThat(buckets.keys()).contains("to-stay").doesNotContain("to-go");
    }

    @Test
    void anObjectThatIsDeletedWhileItIsCopiedIsDeletedInTheTarget() {
        buckets.put("deleted-meanwhile", Shape.ONE_PUT, StorageClass.STANDARD);
        stage.proxy()
                .once(
                        Stage.of(Operation.HEAD, SOURCE, "deleted-meanwhile"),
                        new Fault.Meanwhile(() -> stage.source()
                                .deleteObject(object -> object.bucket(SOURCE).key("deleted-meanwhile"))));

        try (Stage.Wired copy = stage.copyWithOptIns(Sample.WITH_OPT_INS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate("deleted-meanwhile", "deleted-meanwhile", Sample.LATER))
                    .isEqualTo(new Outcome.Deleted());
        }
        assertThat(buckets.keys()).doesNotContain("deleted-meanwhile");
    }

    @Test
    void anObjectThatComesBackWhileItsDeletionIsReplicatedIsCopied() {
        stage.proxy()
                .once(
                        Stage.of(Operation.DELETE, TARGET, "back"),
                        new Fault.Meanwhile(() -> buckets.put("back", Shape.ONE_PUT, StorageClass.STANDARD)));

        try (Stage.Wired copy = stage.copyWithOptIns(Sample.WITH_OPT_INS, Sample.DEFAULTS)) {
            assertThat(copy.copy().replicate("back", "back", Sample.LATER)).isInstanceOf(Outcome.Copied.class);
        }
        assertThat(buckets.read("back")).isEqualTo(Sample.bytes(Shape.ONE_PUT.size()));
    }
}

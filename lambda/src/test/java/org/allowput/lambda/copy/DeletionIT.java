package org.allowput.lambda.copy;

import static org.allowput.lambda.CopyFixture.SOURCE;
import static org.allowput.lambda.CopyFixture.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.ProxiedRequest.Operation;
import org.allowput.lambda.CopyFixture;
import org.junit.jupiter.api.Test;

/** What becomes of the copy of an object that is deleted. */
class DeletionIT extends CopyIntegrationTest {
    @Test
    void whatIsGoneIsDeletedByOptInOnly() {
        for (String key : List.of("to-go", "to-stay")) {
            source.put(key, "content");
            assertThat(replicate(key)).isInstanceOf(Outcome.Copied.class);
            source.delete(key);
            assertThat(replicate(key)).isEqualTo(new Outcome.Gone());
        }
        assertThat(replicateWithOptIns("to-go")).isEqualTo(new Outcome.Deleted());
        assertThat(target.keys()).contains("to-stay").doesNotContain("to-go");
    }

    @Test
    void anObjectThatIsDeletedWhileItIsCopiedIsDeletedInTheTarget() {
        source.put("deleted-meanwhile", "content");
        fixture.proxy()
                .once(
                        CopyFixture.of(Operation.HEAD, SOURCE, "deleted-meanwhile"),
                        new Fault.RunFirst(() -> source.delete("deleted-meanwhile")));

        assertThat(replicateWithOptIns("deleted-meanwhile")).isEqualTo(new Outcome.Deleted());
        assertThat(target.keys()).doesNotContain("deleted-meanwhile");
    }

    @Test
    void anObjectThatComesBackWhileItsDeletionIsReplicatedIsCopied() {
        fixture.proxy()
                .once(
                        CopyFixture.of(Operation.DELETE, TARGET, "back"),
                        new Fault.RunFirst(() -> source.put("back", "content")));

        assertThat(replicateWithOptIns("back")).isInstanceOf(Outcome.Copied.class);
        assertThat(target.text("back")).isEqualTo("content");
    }

    private CopyResult replicateWithOptIns(String key) {
        return replicate(key, CopySamples.WITH_OPT_INS, CopySamples.DEFAULTS);
    }
}

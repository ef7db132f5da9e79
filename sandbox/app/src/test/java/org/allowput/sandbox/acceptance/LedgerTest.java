package org.allowput.sandbox.acceptance;

import static org.allowput.sandbox.acceptance.Ledger.Kind.BUCKET;
import static org.allowput.sandbox.acceptance.Ledger.Kind.STACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.sandbox.acceptance.Ledger.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Resource TARGET_STACK = new Resource(DeploymentStacks.TARGET, STACK, "stack");

    private Path file = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void inAFolder() {
        file = folder.resolve("ledger.txt");
    }

    @Test
    void whatIsAboutToBeCreatedIsInTheFileBeforeItIsCreated() throws Exception {
        new Ledger(file).creating(DeploymentStacks.TARGET, STACK, "stack");

        assertThat(Files.readString(file)).isEqualTo("creating TARGET STACK stack\n");
        assertThat(new Ledger(file).remaining()).containsExactly(TARGET_STACK);
    }

    @Test
    void aLaterProcessReadsWhatIsLeftInTheOrderOfCreation() {
        Ledger ledger = new Ledger(file);
        ledger.creating(DeploymentStacks.TARGET, STACK, "stack");
        ledger.creating(DeploymentStacks.SOURCE, STACK, "stack");
        ledger.creating(DeploymentStacks.SOURCE, BUCKET, "bucket");
        ledger.found(new Resource(DeploymentStacks.TARGET, BUCKET, "retained"));
        ledger.removed(new Resource(DeploymentStacks.SOURCE, STACK, "stack"));

        assertThat(new Ledger(file).remaining())
                .containsExactly(
                        TARGET_STACK,
                        new Resource(DeploymentStacks.SOURCE, BUCKET, "bucket"),
                        new Resource(DeploymentStacks.TARGET, BUCKET, "retained"));
    }

    @Test
    void aLineThatWasNotWrittenToItsEndIsIgnored() throws Exception {
        Files.writeString(file, "creating TARGET STACK stack\ncreating SOURCE BUCKET of-another");

        Ledger ledger = new Ledger(file);

        assertThat(ledger.remaining()).containsExactly(TARGET_STACK);
        ledger.removed(TARGET_STACK);
        assertThat(new Ledger(file).remaining()).isEmpty();
    }

    @Test
    void afterCtrlCNothingMoreIsCreatedButTheRemovalGoesOn() throws Exception {
        Ledger ledger = new Ledger(file);
        ledger.creating(DeploymentStacks.TARGET, STACK, "stack");
        ledger.close();

        Thread run =
                Thread.ofPlatform().daemon().start(() -> ledger.creating(DeploymentStacks.SOURCE, STACK, "another"));

        assertThat(run.join(Duration.ofMillis(200))).as("creating() returned").isFalse();
        ledger.removed(TARGET_STACK);
        assertThat(ledger.remaining()).isEmpty();
        assertThat(new Ledger(file).remaining()).isEmpty();
    }
}

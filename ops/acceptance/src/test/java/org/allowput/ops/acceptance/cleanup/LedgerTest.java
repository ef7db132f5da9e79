package org.allowput.ops.acceptance.cleanup;

import static org.allowput.ops.acceptance.cleanup.CreatedResource.Kind.BUCKET;
import static org.allowput.ops.acceptance.cleanup.CreatedResource.Kind.STACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.allowput.ops.acceptance.account.AccountKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final CreatedResource TARGET_STACK = new CreatedResource(AccountKind.TARGET, STACK, "stack");

    private Path file = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void inAFolder() {
        file = folder.resolve("ledger.jsonl");
    }

    @Test
    void whatIsAboutToBeCreatedIsInTheFileBeforeItIsCreated() throws Exception {
        Ledger.in(file).creating(AccountKind.TARGET, STACK, "stack");

        assertThat(Files.readString(file))
                .isEqualTo("{\"event\":\"creating\",\"side\":\"TARGET\",\"kind\":\"STACK\",\"name\":\"stack\"}\n");
        assertThat(Ledger.in(file).remaining()).containsExactly(TARGET_STACK);
    }

    @Test
    void aLaterProcessReadsWhatIsLeftInTheOrderOfCreation() {
        Ledger ledger = Ledger.in(file);
        ledger.creating(AccountKind.TARGET, STACK, "stack");
        ledger.creating(AccountKind.SOURCE, STACK, "stack");
        ledger.creating(AccountKind.SOURCE, BUCKET, "bucket");
        ledger.found(new CreatedResource(AccountKind.TARGET, BUCKET, "retained"));
        ledger.removed(new CreatedResource(AccountKind.SOURCE, STACK, "stack"));

        assertThat(Ledger.in(file).remaining())
                .containsExactly(
                        TARGET_STACK,
                        new CreatedResource(AccountKind.SOURCE, BUCKET, "bucket"),
                        new CreatedResource(AccountKind.TARGET, BUCKET, "retained"));
    }

    @Test
    void afterCtrlCNothingMoreIsCreatedButTheRemovalGoesOn() throws Exception {
        Ledger ledger = Ledger.in(file);
        ledger.creating(AccountKind.TARGET, STACK, "stack");
        ledger.close();

        Thread run = Thread.ofPlatform().daemon().start(() -> ledger.creating(AccountKind.SOURCE, STACK, "another"));

        assertThat(run.join(Duration.ofMillis(200))).as("creating() returned").isFalse();
        ledger.removed(TARGET_STACK);
        assertThat(ledger.remaining()).isEmpty();
        assertThat(Ledger.in(file).remaining()).isEmpty();
    }
}

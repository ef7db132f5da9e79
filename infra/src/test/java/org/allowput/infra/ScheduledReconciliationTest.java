package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.allowput.infra.settings.function.FunctionArchitecture;
import org.junit.jupiter.api.Test;

/** {@code reconcile.schedule}: what is deployed, and what the function that compares may do. */
class ScheduledReconciliationTest {
    private static final Synthesised APP =
            Synthesised.of(Map.of("receipts.enabled", "true", "reconcile.schedule", "cron(0 3 * * ? *)"));
    private static final Synthesised REQUEUES = Synthesised.of(Map.of(
            "receipts.enabled", "true",
            "reconcile.schedule", "rate(12 hours)",
            "reconcile.requeue", "true",
            "keys.include", "in/**"));

    @Test
    void theFunctionListsAndReadsReceiptsAndCannotSend() {
        assertThat(statements(APP)).containsExactly("ListSourceBucket", "ListReceipts", "ReadReceipts", "WriteOwnLog");
        assertThat(statements(REQUEUES)).endsWith("SendToQueue", "ReadDeadLetters");
        assertThat(APP.variables("Reconciliation"))
                .containsEntry("REQUEUE", "false")
                .containsEntry(
                        "Selection", APP.source().at("/Outputs/Selection/Value").asText())
                .doesNotContainKey("EXTERNAL_ID");
        assertThat(REQUEUES.variables("Reconciliation")).containsEntry("REQUEUE", "true");
    }

    @Test
    void theFunctionHasTheDatabaseOfItsArchitecture() {
        FunctionZips zips = FunctionZips.of("function.zip", "arm64.zip", "x86_64.zip");

        for (FunctionArchitecture architecture : FunctionArchitecture.values()) {
            assertThat(zips.reconciliation(architecture)).isEqualTo(Path.of(architecture + ".zip"));
        }
    }

    private static List<String> statements(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::IAM::Role", "ReconciliationRole")
                .at("/Policies/0/PolicyDocument/Statement")
                .findValuesAsText("Sid");
    }
}

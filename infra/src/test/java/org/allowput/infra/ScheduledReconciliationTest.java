package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
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
        assertThat(variables(APP).get("REQUEUE").asText()).isEqualTo("false");
        assertThat(variables(REQUEUES).get("REQUEUE").asText()).isEqualTo("true");
        assertThat(variables(APP).has("EXTERNAL_ID")).isFalse();
        assertThat(variables(APP).get("Selection")).isEqualTo(APP.source().at("/Outputs/Selection/Value"));
    }

    private static List<String> statements(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::IAM::Role", "ReconciliationRole")
                .at("/Policies/0/PolicyDocument/Statement")
                .findValuesAsText("Sid");
    }

    private static JsonNode variables(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::Lambda::Function", "Reconciliation")
                .at("/Environment/Variables");
    }
}

package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void aScheduleInvokesTheFunctionAndNothingRetriesIt() {
        JsonNode schedule = Synthesised.properties(APP.source(), "AWS::Scheduler::Schedule", "Reconciliation");
        String function = Synthesised.logicalId(APP.source(), "AWS::Lambda::Function", "Reconciliation");

        assertThat(schedule.get("ScheduleExpression").asText()).isEqualTo("cron(0 3 * * ? *)");
        assertThat(schedule.at("/Target/Arn").asText()).isEqualTo("${" + function + ".Arn}");
        assertThat(Synthesised.properties(APP.source(), "AWS::Lambda::EventInvokeConfig", "Reconciliation")
                        .get("MaximumRetryAttempts")
                        .asInt())
                .isZero();
        assertThat(Synthesised.properties(APP.source(), "AWS::Lambda::Function", "Reconciliation")
                        .get("Timeout")
                        .asInt())
                .isEqualTo(900);
    }

    @Test
    void theFunctionListsAndReadsReceiptsAndCannotSend() {
        assertThat(statements(APP)).containsExactly("ListSourceBucket", "ListReceipts", "ReadReceipts", "WriteOwnLog");
        assertThat(statements(REQUEUES)).endsWith("SendToQueue", "ReadDeadLetters");
        assertThat(variables(APP).get("REQUEUE").asText()).isEqualTo("false");
        assertThat(variables(REQUEUES).get("REQUEUE").asText()).isEqualTo("true");
        assertThat(variables(APP).has("EXTERNAL_ID")).isFalse();
        assertThat(variables(APP).get("Selection")).isEqualTo(APP.source().at("/Outputs/Selection/Value"));
    }

    @Test
    void withAKeyPrefixOnlyKeysWithItAreListed() {
        assertThat(role(REQUEUES).at("/Policies/0/PolicyDocument/Statement/0/Condition"))
                .isEqualTo(Json.parse("{\"StringLikeIfExists\": {\"s3:prefix\": \"in/*\"}}"));
    }

    @Test
    void theFunctionIsInTheNetworkAndHasTheKeyOfTheOthers() {
        JsonNode template = Synthesised.of(Map.ofEntries(
                        Map.entry("receipts.enabled", "true"),
                        Map.entry("reconcile.schedule", "rate(1 day)"),
                        Map.entry("network.subnetIds", "subnet-0123abcd"),
                        Map.entry("network.securityGroupIds", "sg-0123abcd"),
                        Map.entry("network.fips", "true"),
                        Map.entry("network.proxyUrl", "http://proxy:3128"),
                        Map.entry("encryption.kmsKeyArn", "arn:aws:kms:us-east-1:222222222222:key/k")))
                .source();
        JsonNode copies = Synthesised.properties(template, "AWS::Lambda::Function", "ReplicationFunction");
        JsonNode compares = Synthesised.properties(template, "AWS::Lambda::Function", "Reconciliation");

        for (String property : List.of("VpcConfig", "KmsKeyArn")) {
            assertThat(copies.has(property)).isTrue();
            assertThat(compares.get(property)).isEqualTo(copies.get(property));
        }
        for (String variable : List.of("AWS_USE_FIPS_ENDPOINT", "HTTP_PROXY")) {
            assertThat(compares.at("/Environment/Variables").get(variable))
                    .isEqualTo(copies.at("/Environment/Variables").get(variable))
                    .isNotNull();
        }
        assertThat(Synthesised.properties(template, "AWS::Logs::LogGroup", "Reconciliation")
                        .get("KmsKeyId")
                        .asText())
                .endsWith("key/k");
        assertThat(statementsOf(template))
                .containsExactly(
                        "ListSourceBucket",
                        "ListReceipts",
                        "ReadReceipts",
                        "WriteOwnLog",
                        "UseEnvironmentKey",
                        "ManageNetworkInterfaces",
                        "DenyNetworkInterfacesToCode");
    }

    @Test
    void withoutReceiptsThereIsNothingToCompareWith() {
        assertThatThrownBy(() -> Synthesised.of(Map.of("reconcile.schedule", "rate(1 day)")))
                .hasMessageContaining("replication.reconcile.schedule: seen \"rate(1 day)\" without receipts, expected"
                        + " receipts.enabled: the comparison reads them");
        assertThatThrownBy(() -> Synthesised.of(Map.of("receipts.enabled", "true", "reconcile.schedule", "every day")))
                .hasMessageContaining("expected rate(1 day), cron(0 3 * * ? *) or the like");
    }

    private static JsonNode role(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::IAM::Role", "ReconciliationRole");
    }

    private static List<String> statements(Synthesised app) {
        return statementsOf(app.source());
    }

    private static List<String> statementsOf(JsonNode template) {
        return Synthesised.properties(template, "AWS::IAM::Role", "ReconciliationRole")
                .at("/Policies/0/PolicyDocument/Statement")
                .findValuesAsText("Sid");
    }

    private static JsonNode variables(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::Lambda::Function", "Reconciliation")
                .at("/Environment/Variables");
    }
}

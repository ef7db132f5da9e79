package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;

/** One cdk.json that describes several deployments. */
class SeveralDeploymentsTest {
    private static final Map<String, Object> TARGET = Map.of("account", "111111111111");
    private static final Map<String, Object> ELSEWHERE = Map.of("account", "111111111111", "region", "eu-west-1");
    private static final Map<String, Object> SOURCE = Map.of("account", "222222222222");
    private static final Path ASSEMBLY = assembly();

    @Test
    void rolesOfOneAccountHaveDifferentNamesInAllRegions() {
        assertThat(List.of("ReplicationTarget", "ReplicationTarget-staging", "ReplicationTarget-second-region"))
                .extracting(stack -> Synthesised.properties(template(stack), "AWS::IAM::Role", "AllowPutToS3")
                        .get("RoleName")
                        .asText())
                .containsExactly(
                        "AllowPutToS3", "AllowPutToS3-staging-us-east-1", "AllowPutToS3-second-region-eu-west-1");
        assertThat(template("ReplicationSource-second-region").toString())
                .contains(":role/AllowPutToS3-second-region-eu-west-1");
    }

    /** Names that CloudFormation chooses begin with the stack's name. */
    @Test
    void nothingElseHasANameOfItsOwn() {
        List<JsonNode> named =
                template("ReplicationSource-staging").get("Resources").findParents("Properties");
        assertThat(named)
                .extracting(resource -> resource.get("Properties"))
                .noneMatch(properties -> properties.has("QueueName")
                        || properties.has("AlarmName")
                        || properties.has("DashboardName")
                        || properties.has("RoleName")
                        || properties.has("LogGroupName"));
    }

    private static JsonNode template(String stack) {
        return Json.read(ASSEMBLY.resolve(stack + ".template.json"));
    }

    private static Path assembly() {
        App app = Synthesised.app(Map.of(
                "replication",
                List.of(
                        Map.of("target", TARGET, "source", SOURCE),
                        Map.of("name", "staging", "target", TARGET, "source", SOURCE),
                        Map.of("name", "second-region", "target", ELSEWHERE, "source", SOURCE)),
                "alarms.email",
                "none",
                "target.alarms.email",
                "none"));
        ReplicationApp.build(app, Synthesised.zips(), Map.of());
        return Path.of(app.synth().getDirectory());
    }
}

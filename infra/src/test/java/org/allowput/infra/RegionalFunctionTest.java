package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The function in Regions with and without arm64 and SnapStart. */
class RegionalFunctionTest {
    @Test
    void theFunctionRunsOnArmAndStartsFromASnapshotByDefault() {
        JsonNode function = function(Map.of());

        assertThat(function.get("Architectures")).isEqualTo(Json.parse("[\"arm64\"]"));
        assertThat(function.get("SnapStart")).isEqualTo(Json.parse("{\"ApplyOn\": \"PublishedVersions\"}"));
    }

    @Test
    void theFunctionCanRunWithoutEither() {
        JsonNode function = function(Map.of(
                "source.region", "eusc-de-east-1",
                "target.region", "eusc-de-east-1",
                "function.architecture", "x86_64",
                "function.snapStart", "false"));

        assertThat(function.get("Architectures")).isEqualTo(Json.parse("[\"x86_64\"]"));
        assertThat(function.has("SnapStart")).isFalse();
    }

    private static JsonNode function(Map<String, String> options) {
        return Synthesised.properties(Synthesised.of(options).source(), "AWS::Lambda::Function", "ReplicationFunction");
    }
}

package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A published version keeps the ExternalId it was published with; a new one has to be published for a new one. */
class ExternalIdRevisionTest {
    @Test
    void countingTheRevisionUpPublishesANewVersionAndPointsTheAliasAtIt() {
        Synthesised before = Synthesised.of(Map.of());
        Synthesised after = Synthesised.of(Map.of("source.externalIdRevision", "2"));

        assertThat(version(after)).isNotEqualTo(version(before));
        assertThat(alias(after)).isEqualTo("${" + version(after) + ".Version}");
        // Lambda publishes nothing where the function itself has not changed.
        assertThat(function(after)).isNotEqualTo(function(before)).contains("ExternalId revision 2");
    }

    private static String version(Synthesised app) {
        return Synthesised.logicalId(app.source(), "AWS::Lambda::Version", "ReplicationFunction");
    }

    private static String alias(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::Lambda::Alias", "ReplicationFunction")
                .get("FunctionVersion")
                .asText();
    }

    private static String function(Synthesised app) {
        return Synthesised.properties(app.source(), "AWS::Lambda::Function", "ReplicationFunction")
                .toString();
    }
}

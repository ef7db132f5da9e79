package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A deployment that selects more events (other keys, deletions, tags) lets S3 and EventBridge send them only when the
 * versions of the functions that handle them are live: the previous ones would acknowledge them as skipped.
 */
class DeploymentOrderTest {
    static Stream<Map<String, String>> settings() {
        return Stream.of(
                Map.of(),
                Map.of("trigger", "s3"),
                Map.of("trigger", "eventbridge"),
                Map.of("trigger", "eventbridge", "previousTrigger", "sqs"),
                Map.of("trigger", "s3", "previousTrigger", "eventbridge"),
                Map.of("largeObjects.enabled", "false"),
                Synthesised.EVERYTHING);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theBucketsEventsChangeAfterTheFunctionsThatHandleThem(Map<String, String> settings) {
        assertEventsChangeLast(Synthesised.of(settings).source());
    }

    static void assertEventsChangeLast(JsonNode template) {
        Dependencies dependencies = Dependencies.of(template);
        List<String> aliases = Synthesised.ids(template, "AWS::Lambda::Alias", "");
        List<String> sources = Stream.concat(
                        Synthesised.ids(template, "AWS::S3::Bucket", "SourceBucket").stream(),
                        Synthesised.ids(template, "AWS::Events::Rule", "SourceBucketRule").stream())
                .toList();

        assertThat(sources).isNotEmpty();
        assertThat(sources).allSatisfy(id -> assertThat(dependencies.before(id)).containsAll(aliases));
        assertThat(dependencies.direct().keySet())
                .allSatisfy(id -> assertThat(dependencies.before(id)).doesNotContain(id));
    }
}

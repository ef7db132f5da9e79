package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.junit.jupiter.api.Test;

/** How each trigger is wired, and who may use it. */
class TriggerTest {
    /** With every trigger, the function sends what can never be copied to the dead-letter queue. */
    private static final String GIVING_UP =
            "ReplicationFunctionAccessRole: Allow sqs:SendMessage on ${ReplicationQueueDeadLetters.Arn}";

    /** And sends what failed several times to the queue again. */
    private static final String SENDING_AGAIN =
            "ReplicationFunctionAccessRole: Allow sqs:SendMessage on ${ReplicationQueue.Arn}";

    private static final JsonNode S3 = Synthesised.of(Map.of("trigger", "s3")).source();
    private static final JsonNode EVENTBRIDGE =
            Synthesised.of(Map.of("trigger", "eventbridge")).source();

    @Test
    void theFunctionIsInvokedByThatBucketOnlyAndByItsAlias() {
        String alias = Synthesised.logicalId(S3, "AWS::Lambda::Alias", "ReplicationFunction");
        assertThat(notifications(S3)).isEqualTo(Json.parse("""
            {"LambdaConfigurations": [
              {"Event": "s3:ObjectCreated:*", "Function": "${%1$s}"},
              {"Event": "s3:ObjectRestore:Completed", "Function": "${%1$s}"}]}\
            """.formatted(alias)));
        assertThat(Synthesised.properties(S3, "AWS::Lambda::Permission", "ReplicationFunction"))
                .isEqualTo(Json.parse("""
                    {"Action": "lambda:InvokeFunction", "FunctionName": "${%s}", "Principal": "s3.amazonaws.com",
                     "SourceArn": "arn:aws:s3:::allow-put-source-222222222222-us-east-1-an", "SourceAccount": "222222222222"}\
                    """.formatted(alias)));
    }

    @Test
    void whatTheFunctionFailsOnFallsBackToTheQueueThatItAlsoConsumes() {
        assertThat(Synthesised.properties(S3, "AWS::Lambda::Function", "ReplicationFunction")
                        .get("DeadLetterConfig"))
                .isEqualTo(Json.parse("{\"TargetArn\": \"${%s.Arn}\"}".formatted(queue(S3))));
        JsonNode asynchronous = Synthesised.properties(S3, "AWS::Lambda::EventInvokeConfig", "ReplicationFunction");
        assertThat(asynchronous.get("Qualifier").asText()).isEqualTo("live");
        assertThat(asynchronous.get("MaximumRetryAttempts").asInt()).isZero();
        assertThat(asynchronous.get("MaximumEventAgeInSeconds").asInt()).isEqualTo(3600);
        assertThat(Statements.of(S3))
                .filteredOn(line -> line.contains("sqs:SendMessage") && !line.contains("LargeObjects"))
                .containsExactly(SENDING_AGAIN, GIVING_UP);
    }

    @Test
    void aRulePutsThatBucketsEventsIntoTheQueueAndOnlyThatRuleMay() {
        assertThat(notifications(EVENTBRIDGE)).isEqualTo(Json.parse("""
            {"EventBridgeConfiguration": {"EventBridgeEnabled": true}}\
            """));
        assertThat(Synthesised.properties(EVENTBRIDGE, "AWS::Events::Rule", "SourceBucketRule")
                        .get("EventPattern"))
                .isEqualTo(Json.parse("""
                    {"source": ["aws.s3"], "account": ["222222222222"],
                     "detail-type": ["Object Created", "Object Restore Completed"],
                     "detail": {"bucket": {"name": ["allow-put-source-222222222222-us-east-1-an"]}}}\
                    """));
        assertThat(Synthesised.properties(EVENTBRIDGE, "AWS::Events::Rule", "SourceBucketRule")
                        .get("Targets"))
                .isEqualTo(Json.parse("""
                    [{"Id": "Queue", "Arn": "${%s.Arn}", "DeadLetterConfig": {"Arn": "${%s.Arn}"}}]\
                    """.formatted(
                                queue(EVENTBRIDGE),
                                Synthesised.logicalId(EVENTBRIDGE, "AWS::SQS::Queue", "ReplicationQueueDeadLetters"))));
        assertThat(Statements.of(EVENTBRIDGE))
                .filteredOn(line -> line.contains("sqs:SendMessage") && !line.contains("LargeObjects"))
                .filteredOn(line -> !line.equals(GIVING_UP) && !line.equals(SENDING_AGAIN))
                .hasSize(2)
                .allMatch(line -> line.contains("by [events.amazonaws.com]")
                        && line.endsWith("if {\"ArnEquals\":{\"aws:SourceArn\":\"${SourceBucketRule.Arn}\"},"
                                + "\"StringEquals\":{\"aws:SourceAccount\":\"222222222222\"}}"));
    }

    @Test
    void theFunctionGetsTheKeyFilterAndS3AsMuchOfItAsItReadsAsWritten() {
        JsonNode template = Synthesised.of(Map.of(
                        "keys.include", "in/2026/** é.csv", "keys.stripPrefix", "in/", "keys.addPrefix", "from-b/"))
                .source();

        JsonNode variables = Synthesised.properties(template, "AWS::Lambda::Function", "ReplicationFunction")
                .get("Environment")
                .get("Variables");
        assertThat(Selection.parse(
                        variables.get(FunctionVariable.SELECTION.name()).asText()))
                .isEqualTo(Selection.of(KeyRule.of("in/2026/** é.csv", "in/", "from-b/")));
        assertThat(notifications(template).get("QueueConfigurations"))
                .hasSize(2)
                .allMatch(configuration -> configuration.get("Filter").equals(Json.parse("""
                    {"S3Key": {"Rules": [{"Name": "prefix", "Value": "in/2026/"}, {"Name": "suffix", "Value": ".csv"}]}}\
                    """)));
    }

    @Test
    void withSeveralRulesTheFunctionReadsTheirPrefixesAndServicesFilterByEach() {
        String rules = """
            [{"include": ["in/a/**.csv"], "addPrefix": "a/"},
             {"include": ["in/b/**.csv"], "exclude": ["**/_*"], "addPrefix": "b/"}]\
            """;
        JsonNode template = Synthesised.of(Map.of("keys", rules)).source();

        JsonNode variables = Synthesised.properties(template, "AWS::Lambda::Function", "ReplicationFunction")
                .get("Environment")
                .get("Variables");
        assertThat(Selection.parse(
                        variables.get(FunctionVariable.SELECTION.name()).asText()))
                .isEqualTo(Selection.parse(rules));
        assertThat(template.at("/Outputs/Selection/Value")).isEqualTo(variables.get(FunctionVariable.SELECTION.name()));
        assertThat(Statements.of(template))
                .filteredOn(line -> line.contains("s3:GetObject on") && !line.endsWith("/executions/*"))
                .extracting(line -> line.replaceFirst(".*east-1-an/", ""))
                .containsOnly("in/a/*", "in/b/*");
        assertThat(Statements.of(template))
                .filteredOn(line -> line.contains("s3:ListBucket") && line.contains("allow-put-source"))
                .allMatch(line -> line.contains("{\"StringLikeIfExists\":{\"s3:prefix\":[\"in/a/*\",\"in/b/*\"]}}"));
        assertThat(notifications(template).at("/QueueConfigurations").findValues("Filter"))
                .containsExactly(filter("in/a/"), filter("in/b/"), filter("in/a/"), filter("in/b/"));
        assertThat(keyOfRule(Map.of("keys", rules)))
                .isEqualTo(Json.parse("[{\"wildcard\": \"in/a/*.csv\"}, {\"wildcard\": \"in/b/*.csv\"}]"));
    }

    private static JsonNode filter(String prefix) {
        return Json.parse("""
            {"S3Key": {"Rules": [{"Name": "prefix", "Value": "%s"}, {"Name": "suffix", "Value": ".csv"}]}}\
            """.formatted(prefix));
    }

    private static JsonNode keyOfRule(Map<String, String> keys) {
        Map<String, String> options = new HashMap<>(keys);
        options.put("trigger", "eventbridge");
        return Synthesised.properties(Synthesised.of(options).source(), "AWS::Events::Rule", "SourceBucketRule")
                .at("/EventPattern/detail/object/key");
    }

    private static JsonNode notifications(JsonNode template) {
        return Synthesised.properties(template, "AWS::S3::Bucket", "SourceBucket")
                .get("NotificationConfiguration");
    }

    private static String queue(JsonNode template) {
        return Synthesised.logicalId(template, "AWS::SQS::Queue", "ReplicationQueue9");
    }
}

package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.allowput.contract.FunctionClass;
import org.allowput.contract.LargeCopyStep;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.Machine;

/** The workflow for large objects: what its states declare, and that it fits into the limits. */
class LargeObjectsTest {
    /** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
    private static final int MOST_EVENTS = 25_000;

    private static final int MOST_PARTS = 10_000;
    /** Of the function: how often a copy begins at most. */
    private static final int ROUNDS = 5;

    private static final String RETRY_ERROR = FunctionClass.RETRY_ERROR.qualifiedName();
    private static final String RESULTS = "arn:aws:s3:::allow-put-operations-222222222222-us-east-1-an";
    private static final String STATE_MACHINE =
            "arn:aws:states:us-east-1:222222222222:stateMachine:ReplicateObjects-large-objects";

    private static final Synthesised APP = Synthesised.of(Map.of());
    private static final Synthesised OFF = Synthesised.of(Map.of("largeObjects.enabled", "false"));
    private static final Synthesised EVERYTHING = Synthesised.of(Synthesised.EVERYTHING);
    private static final JsonNode STATES = definition(APP).get("States");

    /** DeleteStateMachine ends the executions that run. */
    @Test
    void cloudFormationRefusesToRemoveTheDeployedWorkflow() {
        assertThat(deployed(APP)).isEqualTo("ReplicateObjects");
        assertThat(deployed(OFF)).isEqualTo("none");
        assertThat(deployed(Synthesised.of(Map.of("name", "second")))).isEqualTo("ReplicateObjects-second");
    }

    /** The only value of the parameter that the rule accepts, which is also its default. */
    private static String deployed(Synthesised app) {
        JsonNode assertion = app.source().at("/Rules/NoExecutionIsEnded/Assertions/0");
        JsonNode contains = assertion.at("/Assert/Fn::Contains");
        assertThat(assertion.get("AssertDescription").asText())
                .contains("DeployedLargeObjects", "docs/deploy.md, Changing the workflow");
        assertThat(contains.get(1)).isEqualTo(Json.parse("{\"Ref\": \"DeployedLargeObjects\"}"));
        assertThat(contains.get(0)).hasSize(1);
        assertThat(contains.at("/0/0")).isEqualTo(app.source().at("/Parameters/DeployedLargeObjects/Default"));
        return contains.at("/0/0").asText();
    }

    /** Besides their logs, the queue and the results. */
    @Test
    void bothFunctionsMayDoTheSameWithEveryOptIn() {
        List<String> ofFunction = statements("ReplicationFunctionAccessRole").stream()
                .filter(line ->
                        !line.matches("(events|logs|sqs|states):.*|s3:GetBucketNotification .*|kms:.*\"sqs[.].*"))
                .toList();
        List<String> ofWorkflow = statements("LargeObjectsFunctionAccessRole").stream()
                .filter(line -> !line.matches("logs:.*|.*" + RESULTS + "(/executions/.*| if .*)"))
                .toList();

        assertThat(ofWorkflow).isEqualTo(ofFunction).hasSizeGreaterThan(8);
    }

    @Test
    void accountAsPermissionsAreTheSameWithAndWithoutTheWorkflow() {
        assertThat(Statements.of(APP.target())).isEqualTo(Statements.of(OFF.target()));
    }

    @Test
    void everyTaskDeclaresItsTimeoutItsRetriesAndWhereFailuresGo() {
        List<JsonNode> tasks = new ArrayList<>(tasks(STATES));
        tasks.addAll(tasks(ranges().get("States")));
        assertThat(tasks).hasSize(6);
        for (JsonNode task : tasks) {
            assertThat(task.get("Retry")
                            .get(task.get("Retry").size() - 1)
                            .at("/ErrorEquals/0")
                            .asText())
                    .isEqualTo("States.ALL");
            if (task.get("Resource").asText().endsWith("lambda:invoke")) {
                assertThat(task.get("TimeoutSeconds").asInt()).isGreaterThan(900);
                assertThat(task.at("/Retry/0"))
                        .isEqualTo(Json.parse("{\"ErrorEquals\": [\"%s\", \"%s\"], \"MaxAttempts\": 0}"
                                .formatted(
                                        FunctionClass.PERMANENT_ERROR.qualifiedName(),
                                        FunctionClass.RESTART_COPY_ERROR.qualifiedName())));
            }
        }
        assertThat(STATES.at("/Plan/Catch/0/Next").asText()).isEqualTo("Settle");
        assertThat(STATES.at("/CopyRanges/Catch/0/Next").asText()).isEqualTo("Settle");
        assertThat(STATES.at("/Complete/Catch/0/Next").asText()).isEqualTo("Settle");
        assertThat(STATES.at("/Settle/Catch/0/Next").asText()).isEqualTo("NotSettled");
        assertThat(ranges().at("/States/CopyRange/Catch/0/Next").asText()).isEqualTo("RecordFailure");
    }

    @Test
    void eachStepOfTheFunctionIsOneTask() {
        assertThat(lambdaTasks(definition(APP)))
                .extracting(task -> task.at("/Parameters/Payload/task").asText())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(LargeCopyStep.values())
                        .map(LargeCopyStep::text)
                        .toList());
    }

    /** A failed range fails the map at once: no tolerance is declared. */
    @Test
    void rangesRunAsExecutionsThatTheWorkflowMayWatch() {
        assertThat(STATES.get("CopyRanges").toString()).doesNotContain("Tolerated");
        assertThat(STATES.at("/CopyRanges/ResultPath").isNull()).isTrue();
        String label = STATES.at("/CopyRanges/Label").asText();
        assertThat(Statements.of(APP.source()))
                .anyMatch(line -> line.contains("states:DescribeExecution")
                        && line.contains(":execution:ReplicateObjects-large-objects/" + label + ":*"));
    }

    /** As there are more large objects than Lambda runs ranges of at a time, or a new account's limit is ten. */
    @Test
    void throttlingByLambdaUsesUpNoRetriesHoweverLongItLasts() {
        JsonNode definition = definition(APP);
        for (JsonNode task : lambdaTasks(definition)) {
            TaskRetry throttled = TaskRetry.of(task, "Lambda.TooManyRequestsException");
            assertThat(throttled.jitter()).isEqualTo("FULL");
            assertThat(throttled.averageSeconds() - 7 * throttled.deviationSeconds())
                    .as("seconds that all random delays last, but once in 10^11 times")
                    .isGreaterThan(definition.get("TimeoutSeconds").asInt());
            for (String error : List.of("ServiceException", "AWSLambdaException", "SdkClientException")) {
                assertThat(TaskRetry.of(task, "Lambda." + error).averageSeconds())
                        .isGreaterThanOrEqualTo(definition.get("TimeoutSeconds").asInt());
            }
        }
    }

    /** As small objects do; the sum of the delays alone, without the time of the attempts. */
    @Test
    void anOutageOfSixHoursIsSurvivedByEveryTaskWithoutAnotherRound() {
        List<JsonNode> tasks = new ArrayList<>(tasks(STATES));
        tasks.addAll(tasks(ranges().get("States")));
        for (JsonNode task : tasks) {
            for (String error : List.of(RETRY_ERROR, "States.Timeout", "Other")) {
                TaskRetry retry = TaskRetry.of(task, error);
                assertThat(retry.jitter()).isEqualTo("NONE");
                assertThat(retry.averageSeconds()).isBetween(6 * 3600.0, 6.5 * 3600);
            }
        }
    }

    /** What comes later has to be seen by the next look at the source, so that look comes later still. */
    @Test
    void anAttemptThatMayStillMakeAnObjectVisibleIsLeftAQuarterOfAnHour() {
        for (String task : List.of("Plan", "Complete")) {
            for (String error : List.of("Lambda.Unknown", "Lambda.SdkClientException", "States.Timeout", "Other")) {
                assertThat(TaskRetry.of(STATES.get(task), error).delays().findFirst())
                        .as(task + " after " + error)
                        .hasValue(900);
            }
            assertThat(TaskRetry.of(STATES.get(task), RETRY_ERROR).delays().findFirst())
                    .hasValue(5);
        }
    }

    /**
     * By the definition: an attempt has three events (scheduled, started, ended), a state two, the map four. No history
     * lasts longer than an execution may, so it has at most one attempt in each of the delays that fit, besides the
     * short ones at the beginning of each task.
     */
    @Test
    void theHistoriesFitIntoTheLimitOfEventsWithAllRetriesInAllRounds() {
        JsonNode definition = definition(APP);
        int seconds = definition.get("TimeoutSeconds").asInt();

        assertThat(events(definition.get("States"), ROUNDS, seconds))
                .as("of the workflow")
                .isLessThan(MOST_EVENTS);
        assertThat(events(definition.at("/States/CopyRanges/ItemProcessor/States"), 1, seconds))
                .as("of a range")
                .isLessThan(MOST_EVENTS);
        assertThat(MOST_PARTS * (2 + 2 + 3))
                .as("events of as many ranges as parts, if all were in one history")
                .isGreaterThan(MOST_EVENTS);
    }

    private static long events(JsonNode states, int rounds, int seconds) {
        List<TaskRetry> retries = tasks(states).stream().flatMap(TaskRetry::all).toList();
        long inTime = retries.stream()
                .mapToLong(retry -> retry.attemptsWithin(seconds))
                .max()
                .orElseThrow();
        long atTheBeginning = retries.stream().mapToLong(TaskRetry::shortDelays).sum();
        return 2 + rounds * (2L * states.size() + 4) + 3 * (inTime + rounds * atTheBeginning);
    }

    /**
     * As EventBridge matches. AWS's <a
     * href="https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html">examples</a> of these
     * events, and their schema, have no error.
     */
    @ParameterizedTest
    @CsvSource({
        "TIMED_OUT,,true",
        "ABORTED,,true",
        "FAILED,'\"error\":\"States.Runtime\",',true",
        "FAILED,'\"error\":null,',true",
        "FAILED,,true",
        "FAILED,'\"error\":\"CopyFailed\",',false",
        "SUCCEEDED,,false",
        "RUNNING,,false",
        "PENDING_REDRIVE,,false"
    })
    void executionsThatSendNothingThemselvesGoToTheDeadLetterQueueByARule(
            String status, @Nullable String error, boolean matched) throws Exception {
        Machine machine = Machine.builder().build();
        machine.addRule("interrupted", interruptedRule().get("EventPattern").toString());
        String event = """
            {"version":"0","id":"315c1398-40ff-a850-213b-158f73e60175","account":"222222222222","region":"us-east-1",
             "source":"aws.states","detail-type":"Step Functions Execution Status Change","time":"2026-01-02T00:00:00Z",
             "resources":["arn:aws:states:us-east-1:222222222222:execution:ReplicateObjects-large-objects:x-1"],
             "detail":{"executionArn":"arn:aws:states:us-east-1:222222222222:execution:ReplicateObjects-large-objects:x-1",
                       "stateMachineArn":"%s","name":"x-1","status":"%s",%s"startDate":1551225146847,
                       "stopDate":1551225151881,"input":"{}","inputDetails":{"included":true},"output":null,
                       "outputDetails":null}}
            """;

        assertThat(machine.rulesForJSONEvent(event.formatted(STATE_MACHINE, status, error == null ? "" : error)))
                .hasSize(matched ? 1 : 0);
        assertThat(machine.rulesForJSONEvent(event.formatted(STATE_MACHINE + "2", status, error == null ? "" : error)))
                .isEmpty();
        assertThat(STATES.get("Failed").get("Error").asText()).isEqualTo("CopyFailed");
    }

    private static JsonNode interruptedRule() {
        return Synthesised.properties(APP.source(), "AWS::Events::Rule", "LargeObjectsInterrupted");
    }

    @Test
    void incompleteUploadsAndResultsAreKeptLongerThanTheLongestCopy() {
        int timeout = definition(APP).get("TimeoutSeconds").asInt();
        int uploads = Synthesised.properties(APP.target(), "AWS::S3::Bucket", "TargetBucket")
                .findValue("DaysAfterInitiation")
                .asInt();
        int results = Synthesised.properties(APP.source(), "AWS::S3::Bucket", "Operations")
                .at("/LifecycleConfiguration/Rules/0/ExpirationInDays")
                .asInt();

        assertThat(timeout).isEqualTo(6 * 86_400);
        assertThat(uploads * 86_400).isGreaterThan(timeout);
        assertThat(results * 86_400).isGreaterThan(timeout);
    }

    @Test
    void oneSettingTurnsTheWorkflowOff() {
        assertThat(OFF.source().get("Resources").toString() + OFF.source().get("Outputs"))
                .doesNotContain("StepFunctions", "LARGE_OBJECTS", "LargeObject", "large-objects", "AWS/States");
        assertThat(Synthesised.properties(OFF.source(), "AWS::Lambda::Function", "ReplicationFunction")
                        .get("Timeout")
                        .asInt())
                .isEqualTo(900);
        assertThat(Synthesised.properties(OFF.target(), "AWS::S3::Bucket", "TargetBucket")
                        .findValue("DaysAfterInitiation")
                        .asInt())
                .isEqualTo(1);
    }

    private static JsonNode definition(Synthesised app) {
        return Json.parse(Resolved.in(
                        "aws", Synthesised.resource(app.source(), "AWS::StepFunctions::StateMachine", "LargeObjects"))
                .at("/Properties/DefinitionString")
                .asText());
    }

    private static List<JsonNode> lambdaTasks(JsonNode definition) {
        return Stream.of(definition.get("States"), definition.at("/States/CopyRanges/ItemProcessor/States"))
                .flatMap(states -> tasks(states).stream())
                .filter(task -> task.get("Resource").asText().endsWith("lambda:invoke"))
                .toList();
    }

    private static JsonNode ranges() {
        return STATES.at("/CopyRanges/ItemProcessor");
    }

    private static List<JsonNode> tasks(JsonNode states) {
        return states.valueStream()
                .filter(state -> state.get("Type").asText().equals("Task"))
                .toList();
    }

    private static List<String> statements(String role) {
        return Statements.of(EVERYTHING.source()).stream()
                .filter(line -> line.startsWith(role + ": Allow "))
                .map(line -> line.substring((role + ": Allow ").length()))
                .toList();
    }
}

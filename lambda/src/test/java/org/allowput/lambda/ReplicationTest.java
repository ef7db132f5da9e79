package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.CopySamples;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.events.Delivery.QueueMessage;
import org.allowput.lambda.events.DeliveryResult;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.http.RequestCounter;
import org.allowput.lambda.replication.Replication;
import org.allowput.lambda.replication.Reporter;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.allowput.lambda.settings.FunctionSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an invocation answers and logs, bytes in and bytes out, with a copy whose outcomes the test chooses. */
class ReplicationTest {
    private static final Outcome COPIED = CopySamples.outcome(3, 0);

    private final Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());
    private final Map<String, CopyResult> outcomes = new HashMap<>();
    private final List<String> copied = Collections.synchronizedList(new ArrayList<>());
    private final List<String> lines = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();
    private final Map<String, Throwable> thrown = new HashMap<>();
    private @Nullable String unloggable;
    /** What each copy does if there is no source. */
    private final List<String> missing = Collections.synchronizedList(new ArrayList<>());

    private boolean receiptsThrow;
    private StubReplication.FailedMessages failedMessages = (messages, results, remaining) -> results;
    /** The bodies of messages that are to be delivered after what was sent to the target has arrived. */
    private final List<String> late = new ArrayList<>();

    private Duration remaining = Duration.ofMinutes(5);

    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private BiFunction<ChangeEvent, TooLarge, Outcome.WorkflowStarted> startWorkflow = this::startWorkflow;

    @Test
    void whatIsCopiedIsInNoAnswer() throws IOException {
        assertThat(answer(queue(message("1", created("a")), message("2", created("b+c%25")))))
                .isEqualTo(failed());
        assertThat(copied).containsExactlyInAnyOrder("a > a", "b c% > b c%");
        assertThat(lines).noneMatch(line -> line.contains("FailedMessageAge"));
    }

    @Test
    void onlyMessagesOfWhichSomethingFailedReturnToTheQueue() throws IOException {
        fails("bad", FailureCause.RETRYABLE);

        assertThat(answer(queue(
                        message("1", created("good")),
                        message("2", created("good2"), created("bad")),
                        message("3", created("good3")))))
                .isEqualTo(failed("2"));
        assertThat(copied).contains("good > good", "good2 > good2", "good3 > good3");
    }

    @Test
    void anObjectNamedSeveralTimesIsCopiedOnceAndItsOutcomeCountsForEach() throws IOException {
        fails("twice", FailureCause.RETRYABLE);

        assertThat(answer(queue(
                        message("1", created("twice")),
                        message("2", created("twice"), created("twice")),
                        message("3", created("once")))))
                .isEqualTo(failed("1", "2"));
        assertThat(copied).containsExactlyInAnyOrder("twice > twice", "once > once");
        assertThat(lines).anyMatch(line -> line.contains("\"ObjectsFailed\":[1]"));
    }

    @Test
    void anUnreadableMessageFailsAlone() throws IOException {
        assertThat(answer(queue(
                        message("1", created("a")),
                        "{\"messageId\":\"2\",\"eventSource\":\"aws:sqs\",\"body\":\"{\\\"Records\\\":[\"}",
                        message("3", created("b")))))
                .isEqualTo(failed("2"));
        assertThat(copied).hasSize(2);
        assertThat(lines)
                .anyMatch(
                        line -> line.contains("\"level\":\"ERROR\"") && line.contains("\"cause\":\"UnreadableEvent\""));
    }

    @Test
    void anEventOfAnotherBucketFailsAndNamesBoth() throws IOException {
        String foreign = created("a").replace("source-bucket", "foreign-bucket");

        assertThat(answer(queue(message("1", foreign)))).isEqualTo(failed("1"));
        assertThat(copied).isEmpty();
        assertThat(lines).anyMatch(line -> line.contains("foreign-bucket") && line.contains("source-bucket only"));
    }

    @Test
    void aCopyThatAnotherReplicationPutIsNotCopiedOnAndIsNoFailureWhereNothingWouldBeCopied() throws IOException {
        String principal = "\"userIdentity\":{\"principalId\":\"AWS:AROAEXAMPLE:copy=ReplicateObjects-1\"},\"s3\"";
        String copy = created("a").replace("\"s3\"", principal);
        String deleted = record("ObjectRemoved:Delete", "a").replace("\"s3\"", principal);
        String bySomebodyElse = created("b").replace("\"s3\"", principal.replace("copy=", "deploy-copy="));

        assertThat(answer(queue(message("1", copy), message("2", deleted), message("3", bySomebodyElse))))
                .isEqualTo(failed("1"));
        assertThat(copied).containsExactly("b > b");
        assertThat(lines)
                .anyMatch(line -> line.contains("ObjectCreated:Put was made by a replication")
                        && line.contains("\"level\":\"ERROR\""))
                .anyMatch(line -> line.contains("ObjectRemoved:Delete: deletions are not replicated"));
    }

    @Test
    void deletionsAndOtherKindsAreSkippedWithAReason() throws IOException {
        assertThat(answer(queue(
                        message("1", record("ObjectRemoved:Delete", "a")),
                        message("2", record("ObjectTagging:Put", "b")),
                        message("3", record("ObjectAcl:Put", "c")))))
                .isEqualTo(failed());
        assertThat(copied).isEmpty();
        assertThat(lines)
                .anyMatch(line -> line.contains("ObjectRemoved:Delete: deletions are not replicated"))
                .anyMatch(line -> line.contains("ObjectTagging:Put: tags are not replicated"))
                .anyMatch(line -> line.contains("ObjectAcl:Put changes nothing that is copied"));
    }

    @Test
    void aDeletionIsReplicatedWhereThatIsWanted() throws IOException {
        variables.put("REPLICATE_DELETES", "deletionsAndExpirations");
        outcomes.put("a", new Outcome.Deleted());

        answer(queue(message("1", record("ObjectRemoved:Delete", "a"))));

        assertThat(copied).containsExactly("a > a");
        assertThat(lines).anyMatch(line -> line.contains("\"outcome\":\"deleted\""));
    }

    /** Where only deletions are replicated, an event that finds no source does not say whether it has expired. */
    @ParameterizedTest
    @CsvSource({
        "none, ObjectCreated:Put, SKIP",
        "none, ObjectRemoved:Delete, not looked at",
        "none, LifecycleExpiration:Delete, not looked at",
        "deletions, ObjectCreated:Put, SKIP",
        "deletions, ObjectRestore:Completed, SKIP",
        "deletions, ObjectRemoved:Delete, DELETE",
        "deletions, ObjectRemoved:DeleteMarkerCreated, DELETE",
        "deletions, LifecycleExpiration:Delete, not looked at",
        "deletions, LifecycleExpiration:DeleteMarkerCreated, not looked at",
        "deletionsAndExpirations, ObjectCreated:Put, DELETE",
        "deletionsAndExpirations, ObjectRemoved:Delete, DELETE",
        "deletionsAndExpirations, LifecycleExpiration:Delete, DELETE",
        "deletionsAndExpirations, LifecycleExpiration:DeleteMarkerCreated, DELETE"
    })
    void whatBecomesOfACopyWithoutASourceFollowsFromTheEvent(String deletions, String event, String expected)
            throws IOException {
        variables.put("REPLICATE_DELETES", deletions);

        answer(queue(message("1", record(event, "a"))));

        assertThat(missing).containsExactlyElementsOf(expected.startsWith("not") ? List.of() : List.of(expected));
    }

    /** An object that does not exist may have been deleted, or have expired. */
    @ParameterizedTest
    @CsvSource({"none, FAIL", "deletions, FAIL", "deletionsAndExpirations, DELETE_AND_FAIL"})
    void aTaskOfABatchJobFailsWithoutAnObject(String deletions, String expected) throws IOException {
        variables.put("REPLICATE_DELETES", deletions);

        answer(job("a"));

        assertThat(missing).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"DeleteObject, DELETE", "Lifecycle Expiration, not looked at", "Another, not looked at"})
    void eventBridgeTellsADeletionByItsReason(String reason, String expected) throws IOException {
        variables.put("REPLICATE_DELETES", "deletions");

        answer("""
            {"version":"0","source":"aws.s3","detail-type":"Object Deleted","time":"2026-01-01T00:00:00Z",\
            "detail":{"version":"0","bucket":{"name":"source-bucket"},"object":{"key":"a"},"reason":"%s"}}\
            """.formatted(reason));

        assertThat(missing).containsExactlyElementsOf(expected.startsWith("not") ? List.of() : List.of(expected));
    }

    /** The rules of B's bucket, which expire earlier versions after a day, would copy each object again. */
    @ParameterizedTest
    @ValueSource(strings = {"deletions", "deletionsAndExpirations"})
    void theExpirationOfAnEarlierVersionCopiesAndDeletesNothing(String deletions) throws IOException {
        variables.put("REPLICATE_DELETES", deletions);
        String expired = record("LifecycleExpiration:Delete", "a").replace("\"key\":", "\"versionId\":\"v1\",\"key\":");
        assertThat(expired).contains("versionId");

        answer(queue(message("1", expired)));

        assertThat(missing).isEmpty();
        assertThat(lines).anyMatch(line -> line.contains("changes nothing that is copied"));
    }

    @Test
    void anObjectWhoseSourceWasDeletedMeanwhileIsAcknowledgedWithAMetricAndAWarningOfItsOwn() throws IOException {
        outcomes.put("a", new Outcome.Unconfirmed(3));

        assertThat(answer(queue(message("1", created("a"))))).isEqualTo(failed());

        assertThat(lines)
                .anyMatch(line -> line.contains("\"level\":\"WARN\"")
                        && line.contains("\"outcome\":\"unconfirmed\"")
                        && line.contains("the target may keep the older content"))
                .anyMatch(
                        line -> line.contains("\"ObjectsCopied\":[0]") && line.contains("\"ObjectsUnconfirmed\":[1]"));
    }

    @ParameterizedTest
    @CsvSource({
        "ObjectTagging:Put, REPLICATE_TAGS, true",
        "ObjectTagging:Delete, REPLICATE_TAGS, true",
        "ObjectTagging:Put, SELECTION, '[{\"requiredTag\":\"scan=clean\"}]'",
        "ObjectTagging:Delete, SELECTION, '[{\"requiredTag\":\"scan=clean\"}]'"
    })
    void changedTagsCopyTheObjectWhereTagsAreReplicatedOrOneIsRequired(String name, String variable, String value)
            throws IOException {
        variables.put(variable, value);

        answer(queue(message("1", record(name, "a"))));

        assertThat(copied).containsExactly("a > a");
    }

    @Test
    void whatWaitsOrIsRefusedIsAcknowledgedAndNoFailureOfABatchJob() throws IOException {
        outcomes.put("a", new Outcome.Waiting("no tag"));
        outcomes.put("b", new Outcome.Refused("another value"));

        assertThat(answer(queue(message("1", created("a")), message("2", created("b")))))
                .isEqualTo(failed());
        assertThat(answer(job("a", "b")))
                .contains("\"Succeeded\",\"resultString\":\"waiting: no tag\"")
                .contains("\"Succeeded\",\"resultString\":\"refused: another value\"");
    }

    @Test
    void keysAreFilteredAndMapped() throws IOException {
        variables.put(
                FunctionVariable.SELECTION.name(),
                Selection.of(KeyRule.of("in/**.csv", "in/", "b/")).json());

        answer(queue(
                message("1", created("in/x.csv")), message("2", created("in/x.txt")), message("3", created("x.csv"))));

        assertThat(copied).containsExactly("in/x.csv > b/x.csv");
        assertThat(lines)
                .filteredOn(line -> line.contains("the key is not among those that are to be copied"))
                .hasSize(2);
    }

    @Test
    void withoutTimeEveryMessageReturnsToTheQueue() throws IOException {
        remaining = Duration.ofSeconds(10);

        assertThat(answer(queue(message("1", created("a")), message("2", record("ObjectTagging:Put", "b")))))
                .isEqualTo(failed("1"));
        assertThat(copied).isEmpty();
        assertThat(lines).anyMatch(line -> line.contains("\"cause\":\"OutOfTime\""));
    }

    @Test
    void aFailureOfADirectEventIsThrownSoThatLambdaDeliversItAgain() {
        fails("bad", FailureCause.PERMANENT);

        assertThatThrownBy(() -> answer("{\"Records\":[" + created("good") + "," + created("bad") + "]}"))
                .hasMessageContaining("bad");
        assertThat(copied).hasSize(2);
    }

    /** Lambda sends the event to the queue within a second, and a PUT of the dead worker may be on its way. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "2026-01-01T00:00:00.000Z 5b1c Task timed out after 300.00 seconds | 1 | false",
                "RequestId: 5b1c Error: Runtime exited with error: signal: killed | 1 | false",
                "with a request that may still take effect, 1 of 1 failed: a: no answer | 1 | false",
                "RequestId: 5b1c Error: Runtime exited with error: signal: killed | 2 | true",
                "1 of 1 failed: a: S3 answered 503 SlowDown | 1 | true",
                "none | 1 | true",
            })
    void anEventWhoseInvocationDiedIsCopiedWithTheSecondDeliveryOfItsMessage(
            @Nullable String error, int received, boolean isCopied) throws IOException {
        List<DeliveryResult> settled = new ArrayList<>();
        failedMessages = (messages, results, left) -> {
            settled.addAll(results);
            return results;
        };
        String attributes = error == null ? "" : """
            "messageAttributes":{"RequestID":{"stringValue":"5b1c","dataType":"String"},\
            "ErrorCode":{"stringValue":"200","dataType":"Number"},\
            "ErrorMessage":{"stringValue":"%s","dataType":"String"}},\
            """.formatted(error);
        String message = message("m", created("a"))
                .replace("ReceiveCount\":\"2", "ReceiveCount\":\"" + received)
                .replace("\"attributes\"", attributes + "\"attributes\"");

        assertThat(answer(queue(message, message("n", created("b"))))).isEqualTo(isCopied ? failed() : failed("m"));

        assertThat(copied).contains("b > b").hasSize(isCopied ? 2 : 1);
        if (!isCopied) {
            assertThat(settled.getFirst())
                    .isInstanceOfSatisfying(
                            DeliveryResult.Retry.class,
                            retry -> assertThat(retry.urgency()).isEqualTo(DeliveryResult.Urgency.LATE));
            assertThat(lines).anyMatch(line -> line.contains("postponed a message") && line.contains("\"m\""));
        }
    }

    /** S3 may try the task again within a second, and then the older completion can end after the newer copy. */
    @Test
    void anEventOfATaskWithARequestThatMayStillTakeEffectIsSentToTheQueue() throws IOException {
        outcomes.put("slow", new Outcome.Failed(Failure.unended()));
        fails("later", FailureCause.RETRYABLE);

        String answer = answer(job("slow", "later", "fine"));

        assertThat(answer).contains("TemporaryFailure").contains("Succeeded");
        assertThat(late)
                .singleElement(STRING)
                .contains("\"eventName\":\"ObjectCreated:", "\"key\":\"slow\"", "source-bucket")
                .doesNotContain("job-7");
    }

    /** Lambda sends it to the queue, with the exception's message. */
    @Test
    void anEventOfADirectInvocationSaysWhetherARequestMayStillTakeEffect() {
        outcomes.put("slow", new Outcome.Failed(Failure.unended()));
        fails("later", FailureCause.RETRYABLE);

        assertThatThrownBy(() -> answer("{\"Records\":[" + created("slow") + "," + created("later") + "]}"))
                .hasMessageStartingWith("with a request that may still take effect, 2 of 2 failed: ");
        assertThatThrownBy(() -> answer("{\"Records\":[" + created("later") + "]}"))
                .hasMessageStartingWith("1 of 1 failed: ");
        assertThat(late).isEmpty();
    }

    @Test
    void aTaskOfABatchJobGetsAResultThatSaysWhetherARetryHelps() throws IOException {
        fails("later", FailureCause.RETRYABLE);
        fails("never", FailureCause.PERMANENT);
        String answer = answer(job("fine", "later", "never"));

        Map<String, Object> fields = JSON.std.mapFrom(answer);
        assertThat(fields).containsEntry("invocationSchemaVersion", "1.0").containsEntry("invocationId", "i-1");
        assertThat((List<?>) fields.get("results"))
                .extracting(result -> ((Map<?, ?>) result).get("taskId") + " " + ((Map<?, ?>) result).get("resultCode"))
                .containsExactly("fine Succeeded", "later TemporaryFailure", "never PermanentFailure");
    }

    @Test
    void anOutcomeIsOneLineWithAllThatAnOperatorSearchesFor() throws IOException {
        answer(queue(message("m-1", created("a"))));

        assertThat(lines.getFirst()).isEqualTo("""
            {"level":"INFO","message":"copied ObjectCreated:Put","outcome":"copied",\
            "sourceBucket":"source-bucket","sourceKey":"a","targetBucket":"target-bucket","targetKey":"a",\
            "bytes":3,"eTag":"e","lagMillis":1500,"deliveryId":"m-1","requestId":"request-1"}\
            """);
    }

    @Test
    void whatEndedHasAReceiptPerObjectAndNothingThatNeededNoLookHasOne() throws IOException {
        fails("bad", FailureCause.RETRYABLE);

        answer(queue(message("1", created("a"), created("a")), message("2", record("ObjectRemoved:Delete", "b"))));
        answer(queue(message("3", created("bad"))));

        assertThat(receipts).containsExactly("a COPIED");
    }

    @Test
    void anEventTimeThatNoClockCanShowFailsNoMessage() throws IOException {
        assertThat(answer(queue(
                        message("1", created("a")),
                        message("2", created("b").replace("2026-01-01T", "+999999999-01-01T")),
                        message("3", created("c").replace("2026-01-01T", "-999999999-01-01T")),
                        message("4", created("d").replace("2026-01-01T00:00:00.000Z", "yesterday")))))
                .isEqualTo(failed());
        assertThat(copied).containsExactlyInAnyOrder("a > a", "b > b", "c > c", "d > d");
        assertThat(lines)
                .filteredOn(line -> line.contains("\"lagMillis\""))
                .singleElement(STRING)
                .contains("\"sourceKey\":\"a\"");
    }

    @Test
    void aCopyThatThrowsFailsItsMessageAlone() throws IOException {
        thrown.put("exception", new IllegalStateException("not expected"));
        thrown.put("error", new StackOverflowError());

        assertThat(answer(queue(
                        message("1", created("good")),
                        message("2", created("exception")),
                        message("3", created("error")),
                        message("4", created("good2")))))
                .isEqualTo(failed("2", "3"));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"level\":\"ERROR\"")
                        && line.contains("\"sourceKey\":\"exception\"")
                        && line.contains("a defect of its own: IllegalStateException: not expected at "))
                .anyMatch(line -> line.contains("\"level\":\"ERROR\"")
                        && line.contains("\"sourceKey\":\"error\"")
                        && line.contains("a defect of its own: StackOverflowError: null at "));
    }

    @Test
    void anOutcomeThatCannotBeLoggedFailsItsMessageAlone() throws IOException {
        unloggable = "\"sourceKey\":\"bad\"";

        assertThat(answer(queue(
                        message("1", created("good")), message("2", created("bad")), message("3", created("good2")))))
                .isEqualTo(failed("2"));
        assertThat(lines)
                .anyMatch(line -> line.contains("\"level\":\"ERROR\"")
                        && line.contains("\"deliveryId\":\"2\"")
                        && line.contains("java.lang.IllegalStateException: this line cannot be written"))
                .anyMatch(line -> line.contains("\"ObjectsFailed\":[1]"));
    }

    @Test
    void receiptsThatThrowFailNoMessage() throws IOException {
        receiptsThrow = true;

        assertThat(answer(queue(message("1", created("a"))))).isEqualTo(failed());
        assertThat(lines).anyMatch(line -> line.contains("failed to write receipts"));
    }

    @Test
    void aLargeObjectStartsTheWorkflowAndIsAcknowledged() throws IOException {
        outcomes.put("a", new TooLarge(6L << 30, "version-1"));

        assertThat(answer(queue(message("1", created("a")), message("2", created("b")))))
                .isEqualTo(failed());

        assertThat(started).containsExactly("a 1");
        assertThat(lines)
                .anyMatch(line -> line.contains("\"outcome\":\"workflowStarted\"")
                        && line.contains("https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1"
                                + "#/v2/executions/details/arn:aws:states:us-east-1:222222222222:execution:w:x"))
                .anyMatch(line -> line.contains("\"WorkflowsStarted\":[1]"));
        assertThat(receipts).containsExactly("b COPIED");
    }

    /** A change of tags asks for another copy of a version that an earlier event may have brought. */
    @Test
    void ofSeveralEventsAboutOneLargeObjectTheLastStartsTheWorkflow() throws IOException {
        variables.put("REPLICATE_TAGS", "true");
        outcomes.put("a", new TooLarge(6L << 30, "version-1"));
        String tagged = record("ObjectTagging:Put", "a").replace("00:00:00.000Z", "00:00:01.000Z");

        answer(queue(message("1", tagged), message("2", created("a"))));

        assertThat(started).containsExactly("a ObjectTagging:Put 2026-01-01T00:00:01Z  1");
    }

    /**
     * What a workflow gave back asks for its next attempt. The task of a job is no event: it fails without an object.
     */
    @Test
    void ofEventsWithTheSameTimeTheNextAttemptStartsTheWorkflowAndSoDoesTheTaskOfAJob() throws IOException {
        outcomes.put("a", new TooLarge(6L << 30, "version-1"));
        outcomes.put("b", new TooLarge(6L << 30, "version-1"));

        answer(queue(
                attempt(created("a"), "", 1),
                attempt(created("a"), "", 2),
                attempt(created("b"), "", 1),
                attempt(created("b"), "job-7", 1)));

        assertThat(started).containsExactlyInAnyOrder("a 2", "b 1", "b job-7 1");
    }

    /** Each job asks for a copy of its own, although an earlier one may have copied the same version. */
    @Test
    void aLargeObjectOfABatchJobStartsTheWorkflowAndTheReportSaysSo() throws IOException {
        outcomes.put("a", new TooLarge(6L << 30, "version-1"));
        assertThat(answer(job("a")))
                .contains("\"resultCode\":\"Succeeded\"")
                .contains(
                        "started arn:aws:states:us-east-1:222222222222:execution:w:x, which copies 6442450944 bytes and"
                                + " reports how that ends");

        assertThat(started).containsExactly("a job-7 1");
    }

    @Test
    void aLargeObjectForWhichTheWorkflowCannotBeStartedComesBack() throws IOException {
        outcomes.put("a", new TooLarge(6L << 30, "version-1"));
        startWorkflow = (event, object) -> {
            throw new IllegalStateException("no workflow");
        };

        assertThat(answer(queue(message("1", created("a")), message("2", created("b")))))
                .isEqualTo(failed("1"));
    }

    @Test
    void whatFailedIsScheduledByHowSoonItMaySucceedAndBecomesDoneWhereItNeedsNoOtherDelivery() throws IOException {
        fails("changed", FailureCause.SOURCE_CHANGED);
        fails("slow", FailureCause.THROTTLED);
        fails("denied", FailureCause.ACCESS_DENIED);
        fails("archived", FailureCause.PERMANENT);
        outcomes.put("cut", new Outcome.Failed(new Failure(FailureCause.OUT_OF_TIME, "at its completion", true)));
        List<QueueMessage> seen = new ArrayList<>();
        List<DeliveryResult> ended = new ArrayList<>();
        failedMessages = (messages, results, deadline) -> {
            seen.addAll(messages);
            ended.addAll(results);
            return results.stream()
                    .map(result -> result instanceof DeliveryResult.Failed ? new DeliveryResult.Done("sent") : result)
                    .toList();
        };

        String answer = answer(queue(
                message("1", created("changed")),
                message("2", created("changed"), created("slow"), created("archived")),
                message("3", created("denied")),
                message("4", created("archived")),
                message("5", created("good")),
                message("6", created("changed"), created("cut"), created("slow"))));

        assertThat(answer).isEqualTo(failed("1", "2", "3", "6"));
        assertThat(ended)
                .satisfiesExactly(
                        one -> assertThat(one)
                                .isEqualTo(new DeliveryResult.Retry(
                                        "failed on purpose", DeliveryResult.Urgency.IMMEDIATE)),
                        two -> assertThat(((DeliveryResult.Retry) two).urgency())
                                .isEqualTo(DeliveryResult.Urgency.LOW),
                        three -> assertThat(((DeliveryResult.Retry) three).urgency())
                                .isEqualTo(DeliveryResult.Urgency.NORMAL),
                        four -> assertThat(four).isEqualTo(new DeliveryResult.Failed("failed on purpose")),
                        five -> assertThat(five).isInstanceOf(DeliveryResult.Done.class),
                        six -> assertThat(((DeliveryResult.Retry) six).urgency())
                                .isEqualTo(DeliveryResult.Urgency.LATE));
        assertThat(seen.getFirst().receiptHandle()).isEqualTo("handle-1");
        assertThat(seen.getFirst().deliveries()).isEqualTo(2);
        assertThat(lines).anyMatch(line -> line.contains("\"FailedMessageAge\":[101]"));
    }

    private void fails(String key, FailureCause cause) {
        outcomes.put(key, new Outcome.Failed(new Failure(cause, "failed on purpose")));
    }

    private Outcome.WorkflowStarted startWorkflow(ChangeEvent event, TooLarge object) {
        started.add(event.key() + " " + event.request().replace('\n', ' ').strip());
        return new Outcome.WorkflowStarted(object.bytes(), "arn:aws:states:us-east-1:222222222222:execution:w:x");
    }

    private String answer(String event) throws IOException {
        FunctionSettings settings = EnvironmentVariables.read(variables);
        Reporter reporter = new Reporter(
                settings,
                new Log(this::log),
                InstantSource.fixed(Instant.parse("2026-01-01T00:00:01.500Z")),
                "request-1",
                () -> new RequestCounter.Counts(0, 0, 0),
                Optional.empty());
        Replication replication = new StubReplication(
                        this::copy,
                        (change, object) -> startWorkflow.apply(change, object),
                        this::receive,
                        failedMessages,
                        late::addAll)
                .with(settings, reporter);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        replication.handle(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, () -> remaining);
        return answer.toString(UTF_8);
    }

    private CopyResult copy(CopyTask task, Deadline deadline) {
        missing.add(task.missingSource().name());
        switch (thrown.get(task.sourceKey())) {
            case null -> copied.add(task.sourceKey() + " > " + task.targetKey());
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new AssertionError();
        }
        return outcomes.getOrDefault(task.sourceKey(), COPIED);
    }

    private void receive(String key, byte[] content) {
        if (receiptsThrow) {
            throw new IllegalStateException("no receipts");
        }
        try {
            for (Object receipt : JSON.std
                    .anySequenceFrom(new GZIPInputStream(new ByteArrayInputStream(content)))
                    .readAll()) {
                Map<?, ?> fields = (Map<?, ?>) receipt;
                receipts.add(fields.get("sourceKey") + " " + fields.get("outcome"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void log(String line) {
        if (unloggable != null && line.contains(unloggable)) {
            throw new IllegalStateException("this line cannot be written");
        }
        lines.add(line);
    }

    static String queue(String... messages) {
        return "{\"Records\":[" + String.join(",", messages) + "]}";
    }

    static String message(String id, String... records) {
        return messageOf(id, "{\"Records\":[" + String.join(",", records) + "]}");
    }

    private static String messageOf(String id, String body) {
        return """
            {"messageId":"%s","receiptHandle":"handle-%s","eventSource":"aws:sqs","body":"%s","attributes":\
            {"ApproximateReceiveCount":"2","SentTimestamp":"1767225500000"}}\
            """.formatted(id, id, body.replace("\"", "\\\""));
    }

    static String created(String key) {
        return record("ObjectCreated:Put", key);
    }

    private static String job(String... keys) {
        return Stream.of(keys).map(key -> """
            {"taskId":"%1$s","s3BucketArn":"arn:aws:s3:::source-bucket","s3Key":"%1$s","s3VersionId":null}\
            """.formatted(key)).collect(Collectors.joining(",", """
                {"invocationSchemaVersion":"1.0","invocationId":"i-1","job":{"id":"job-7"},"tasks":[\
                """, "]}"));
    }

    /** The answer to a queue of which those messages failed. */
    private static String failed(String... messages) {
        return Stream.of(messages)
                .map("{\"itemIdentifier\":\"%s\"}"::formatted)
                .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
    }

    private static String attempt(String created, String job, int number) {
        return messageOf("m", """
            {"Records":[%s],"largeObject":{"job":"%s","attempt":%d}}\
            """.formatted(created, job, number));
    }

    private static String record(String name, String key) {
        return """
            {"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",\
            "eventTime":"2026-01-01T00:00:00.000Z","eventName":"%s","s3":{"s3SchemaVersion":"1.0",\
            "bucket":{"name":"source-bucket","arn":"arn:aws:s3:::source-bucket"},\
            "object":{"key":"%s","size":3,"eTag":"e","sequencer":"0"}}}\
            """.formatted(name, key);
    }
}

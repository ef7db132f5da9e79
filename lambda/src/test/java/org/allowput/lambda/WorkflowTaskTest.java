package org.allowput.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.emulator.testing.InvocationContext;
import org.allowput.lambda.RecordedRequest.Operation;
import org.allowput.lambda.failure.PendingRequestException;
import org.allowput.lambda.large.PermanentTaskException;
import org.allowput.lambda.large.RestartCopyException;
import org.allowput.lambda.large.RetryTaskException;
import org.allowput.lambda.report.Log;
import org.allowput.lambda.session.AwsClients;
import org.allowput.lambda.settings.EnvironmentVariables;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tasks of the workflow answer to Step Functions, and what they log. */
class WorkflowTaskTest {
    private static final int MIB = 1024 * 1024;
    private static final int LARGE = 70 * MIB;
    private static final Map<String, String> HEADERS = Map.of("ETag", "\"0123456789abcdef0123456789abcdef-2\"");

    private final List<String> log = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>(EnvironmentVariablesTest.required());

    @Test
    void aLargeObjectIsPlannedAsRangesOfParts() throws IOException {
        RecordingHttpClient http = of(large());

        assertThat(run(http, payload("plan"))).isEqualTo("{\"done\":false,\"ranges\":[0,1,2],\"round\":1}");

        assertThat(operations(http)).contains(Operation.BEGIN_UPLOAD).doesNotContain(Operation.PUT_PART);
    }

    @Test
    void anObjectThatIsNoLongerLargeIsCopiedByThePlan() throws IOException {
        RecordingHttpClient http = of(CannedAws.withObject(10, HEADERS));

        assertThat(run(http, payload("plan"))).isEqualTo("{\"done\":true,\"round\":1}");

        assertThat(operations(http)).contains(Operation.PUT_OBJECT);
        assertThat(log).anyMatch(line -> line.contains("\"outcome\":\"copied\"") && line.contains("\"executionLink\""));
    }

    /** An MD5 of the whole can only be verified by one PUT, for which this function has the time. */
    @Test
    void anObjectThatOnePutVerifiesIsPutInOneRequestByThePlan() throws IOException {
        RecordingHttpClient http =
                of(CannedAws.withObject(LARGE, Map.of("ETag", "\"a63c90cc3684ad8b0a2176a6a8fe9005\"")));

        assertThat(run(http, payload("plan"))).isEqualTo("{\"done\":true,\"round\":1}");

        assertThat(operations(http)).contains(Operation.PUT_OBJECT).doesNotContain(Operation.BEGIN_UPLOAD);
    }

    @Test
    void anObjectThatIsGoneIsReportedByThePlan() throws IOException {
        assertThat(run(of(CannedAws.withoutObject()), payload("plan"))).isEqualTo("{\"done\":true,\"round\":1}");

        assertThat(log).anyMatch(line -> line.contains("\"outcome\":\"gone\""));
    }

    /** A task that ended and whose response was lost runs again. */
    @Test
    void aCompletedCopyIsReportedWithItsETagHoweverOftenItsTaskRuns() throws IOException {
        variables.put("RECEIPTS_BUCKET", "receipts-bucket");
        RecordingHttpClient http = of(large());
        copyRanges(http);

        assertThat(run(http, payload("complete"))).isEqualTo("{\"done\":true,\"round\":1}");
        assertThat(run(http, payload("complete"))).isEqualTo("{\"done\":true,\"round\":1}");

        assertThat(http.requests())
                .filteredOn(request -> request.operation() == Operation.COMPLETE_UPLOAD)
                .singleElement()
                .satisfies(request -> assertThat(request.trailer())
                        .contains("<ChecksumCRC32>OD8QTA==</ChecksumCRC32><PartNumber>3</PartNumber>"));
        assertThat(http.requests())
                .filteredOn(request -> request.line().contains("//receipts-bucket."))
                .hasSize(2)
                .allSatisfy(request -> assertThat(receipts(request))
                        .singleElement()
                        .asInstanceOf(InstanceOfAssertFactories.MAP)
                        .containsEntry("targetETag", "copy"));
        assertThat(log)
                .filteredOn(line -> line.contains("\"outcome\":\"copied\""))
                .hasSize(2);
    }

    /** Step Functions collects the responses of all ranges in one payload. */
    @Test
    void aRangeAnswersNothingAndCountsItsBytes() throws IOException {
        RecordingHttpClient http = of(large());
        run(http, payload("plan"));

        assertThat(run(http, payload("copyRange"))).isEqualTo("{}");

        assertThat(log)
                .anyMatch(line -> line.contains("copied a range")
                        && line.contains("\"bytes\":" + 32 * MIB)
                        && line.contains("\"execution\":\"arn:aws:states:"))
                .anyMatch(line -> line.contains("\"LargeObjectBytes\":[" + 32 * MIB + "]"));
    }

    /** A session lasts an hour, and a copy may take days. */
    @Test
    void everyTaskAssumesTheRoleAnew() throws IOException {
        RecordingHttpClient http = of(large());
        copyRanges(http);
        run(http, payload("complete"));

        assertThat(operations(http).stream().filter(Operation.ASSUME_ROLE::equals))
                .hasSize(5);
    }

    @Test
    void aLargeObjectRaisesNoAlarmOfTheLag() throws IOException {
        RecordingHttpClient http = of(CannedAws.withObject(10, HEADERS));

        run(http, payload("plan"));

        assertThat(log).noneMatch(line -> line.contains("ReplicationLag"));
    }

    /** Step Functions tries a task again for hours; what alarms look at is how long it has failed. */
    @Test
    void aFailedTaskSaysForHowLongTheWorkflowHasTriedIt() {
        String since = Instant.now().minusSeconds(2700).toString();
        for (String task : List.of("plan", "copyRange")) {
            log.clear();
            assertThatThrownBy(() -> run(
                            of(large().refusing(Operation.BEGIN_UPLOAD, 403, "AccessDenied")),
                            payload(task).replace("\"round\"", "\"since\":\"" + since + "\",\"round\"")))
                    .isInstanceOf(RuntimeException.class);
            assertThat(log).as(task).anyMatch(line -> line.contains("\"FailedMessageAge\":[27"));

            log.clear();
            assertThatThrownBy(() -> run(
                            of(large().refusing(Operation.BEGIN_UPLOAD, 403, "AccessDenied")),
                            payload(task).replace("\"round\"", "\"since\":\"today\",\"round\"")))
                    .isInstanceOf(RuntimeException.class);
            assertThat(log).as(task).noneMatch(line -> line.contains("FailedMessageAge"));
        }
    }

    @Test
    void errorsHaveTheNamesThatTheWorkflowDistinguishes() throws IOException {
        assertThatThrownBy(
                        () -> run(of(large().refusing(Operation.BEGIN_UPLOAD, 403, "AccessDenied")), payload("plan")))
                .isInstanceOf(RetryTaskException.class)
                .hasMessageContaining("target bucket answered 403 AccessDenied");
        RecordingHttpClient withoutPlan = of(large());
        assertThatThrownBy(() -> run(withoutPlan, payload("copyRange")))
                .isInstanceOf(PermanentTaskException.class)
                .hasMessageContaining("copy.json");
        RecordingHttpClient lost = of(large().refusing(Operation.PUT_PART, 404, "NoSuchUpload"));
        run(lost, payload("plan"));
        assertThatThrownBy(() -> run(lost, payload("copyRange"))).isInstanceOf(RestartCopyException.class);
        assertThat(log)
                .filteredOn(line -> line.contains("a task of the workflow failed"))
                .hasSize(3)
                .last(STRING)
                .contains("\"task\":\"copyRange\"", "\"error\":\"RestartCopyException\"", "\"requestId\":");
    }

    @Test
    void aFailureIsSettledByTheReasonThatTheRangeStored() throws IOException {
        RecordingHttpClient http = of(large());
        run(http, payload("plan"));
        run(http, payload("recordFailure"));

        assertThat(run(http, payload("settle", "States.ExceedToleratedFailureThreshold", "threshold exceeded")))
                .isEqualTo("{\"cause\":\"range 0: denied\","
                        + "\"error\":\"org.allowput.lambda.large.PermanentTaskException\","
                        + "\"restart\":false,\"round\":1}");

        assertThat(log).anyMatch(line -> line.contains("\"outcome\":\"failed\"") && line.contains("range 0: denied"));
    }

    /** The alarms are of these metrics; the execution itself fails hours later. */
    @Test
    void deniedAccessIsCountedByEachTaskThatItFails() {
        assertThatThrownBy(() -> run(of(large().refusing(Operation.ASSUME_ROLE, 403, "AccessDenied")), payload("plan")))
                .isInstanceOf(RetryTaskException.class);
        assertThat(log)
                .anyMatch(line -> line.contains("\"AssumeRoleDenied\":[1]"))
                .anyMatch(line ->
                        line.contains("\"level\":\"ERROR\"") && line.contains("\"cause\":\"AssumeRoleDenied\""));
        log.clear();
        assertThatThrownBy(
                        () -> run(of(large().refusing(Operation.BEGIN_UPLOAD, 403, "AccessDenied")), payload("plan")))
                .isInstanceOf(RetryTaskException.class);
        assertThat(log)
                .anyMatch(
                        line -> line.contains("\"Cause\":\"AccessDenied\"") && line.contains("\"ObjectsFailed\":[1]"));
    }

    @Test
    void anObjectThatTheTargetHasAlreadyIsExisting() throws IOException {
        variables.put("WRITE_ONCE", "true");
        RecordingHttpClient http = of(large().refusing(Operation.COMPLETE_UPLOAD, 412, "PreconditionFailed"));
        copyRanges(http);

        assertThat(run(http, payload("complete"))).isEqualTo("{\"done\":true,\"round\":1}");

        assertThat(log).anyMatch(line -> line.contains("\"outcome\":\"existing\""));
    }

    /** It was found before the workflow was started. */
    @Test
    void theTaskOfAJobDeletesOnlyWhereThatIsReplicated() throws IOException {
        RecordingHttpClient http = of(CannedAws.withoutObject());
        String task = payload("plan").replace("\"job\":\"\"", "\"job\":\"00e123a4-c0d8-41f4-a0eb-b46f9ba5b07c\"");

        run(http, task);
        assertThat(operations(http)).doesNotContain(Operation.DELETE_OBJECT);

        variables.put("REPLICATE_DELETES", "deletionsAndExpirations");
        run(http, task);
        assertThat(operations(http)).contains(Operation.DELETE_OBJECT);
    }

    /** Its source may have expired. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereOnlyDeletionsAreReplicatedAnExecutionDeletesOnlyWhatItHasPutItself(boolean put) throws IOException {
        variables.put("REPLICATE_DELETES", "deletions");
        CannedAws aws = large();
        RecordingHttpClient http = of(aws);
        copyRanges(http);
        if (put) {
            run(http, payload("complete"));
        }
        aws.removeObject();

        run(http, payload("plan").replace("\"round\":1", "\"round\":2"));

        assertThat(operations(http).contains(Operation.DELETE_OBJECT)).isEqualTo(put);
    }

    /** S3 says 200 and goes on with a completion, which may take minutes, or the answer is lost. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "deletions"})
    void aCompletionThatMayHaveArrivedIsDeletedOrUnconfirmedIfTheSourceIsGoneThen(String deletions) throws IOException {
        variables.put("REPLICATE_DELETES", deletions);
        CannedAws aws = large();
        RecordingHttpClient http = of(aws);
        copyRanges(http);
        for (int attempt = 0; attempt < 4; attempt++) {
            aws.refusing(Operation.COMPLETE_UPLOAD, 500, "InternalError");
        }
        assertThatThrownBy(() -> run(http, payload("complete"))).isInstanceOf(PendingRequestException.class);
        aws.removeObject();
        assertThatThrownBy(() -> run(http, payload("complete"))).isInstanceOf(RestartCopyException.class);

        run(http, payload("plan").replace("\"round\":1", "\"round\":2"));

        boolean deletes = deletions.equals("deletions");
        assertThat(operations(http).contains(Operation.DELETE_OBJECT)).isEqualTo(deletes);
        assertThat(log)
                .anyMatch(line -> line.contains("\"outcome\":\"" + (deletes ? "deleted" : "unconfirmed") + "\""))
                .noneMatch(line -> line.contains("\"outcome\":\"gone\""));
    }

    /** Something else is there, which this execution must not delete. */
    @Test
    void aCompletionThatIsRefusedAtItsFirstAttemptHasPutNothing() throws IOException {
        variables.put("REPLICATE_DELETES", "deletions");
        variables.put("WRITE_ONCE", "true");
        CannedAws aws = large().refusing(Operation.COMPLETE_UPLOAD, 412, "PreconditionFailed");
        RecordingHttpClient http = of(aws);
        copyRanges(http);
        aws.removingObjectBefore(Operation.COMPLETE_UPLOAD);
        assertThatThrownBy(() -> run(http, payload("complete"))).isInstanceOf(RestartCopyException.class);

        run(http, payload("plan").replace("\"round\":1", "\"round\":2"));

        assertThat(operations(http)).doesNotContain(Operation.DELETE_OBJECT);
        assertThat(log).anyMatch(line -> line.contains("\"outcome\":\"gone\""));
    }

    @Test
    void aSmallObjectThatAnUnansweredAttemptMayHavePutIsDeletedWithItsSource() throws IOException {
        variables.put("REPLICATE_DELETES", "deletions");
        variables.put("WRITE_ONCE", "true");
        RecordingHttpClient http = of(CannedAws.withObject(10, HEADERS)
                .refusing(Operation.PUT_OBJECT, 500, "InternalError")
                .refusing(Operation.PUT_OBJECT, 412, "PreconditionFailed")
                .removingObjectBefore(Operation.PUT_OBJECT));

        run(http, payload("plan"));

        assertThat(operations(http)).contains(Operation.DELETE_OBJECT);
        assertThat(log).anyMatch(line -> line.contains("\"outcome\":\"deleted\""));
    }

    /** A deletion of the key while its parts are copied, for which S3 asks for another upload. */
    @Test
    void aConditionalCompletionThatMeetsADeletionRestartsWithAnotherUpload() throws IOException {
        variables.put("WRITE_ONCE", "true");
        RecordingHttpClient http = of(large().refusing(Operation.COMPLETE_UPLOAD, 409, "ConditionalRequestConflict"));
        copyRanges(http);

        assertThatThrownBy(() -> run(http, payload("complete")))
                .isInstanceOf(RestartCopyException.class)
                .hasMessageContaining("ConditionalRequestConflict");
        run(http, payload("plan").replace("\"round\":1", "\"round\":2"));

        assertThat(operations(http).stream().filter(Operation.BEGIN_UPLOAD::equals))
                .hasSize(2);
    }

    @Test
    void aCopyRestartsAtMostFourTimes() throws IOException {
        RecordingHttpClient http = of(large());
        String changed = payload("settle", RestartCopyException.class.getName(), "changed");

        assertThat(run(http, changed)).endsWith("\"restart\":true,\"round\":2}");
        assertThat(log).noneMatch(line -> line.contains("\"outcome\":\"failed\""));
        assertThat(run(http, changed.replace("\"round\":1", "\"round\":4"))).endsWith("\"restart\":true,\"round\":5}");
        assertThat(run(http, changed.replace("\"round\":1", "\"round\":5")))
                .endsWith("\"restart\":false,\"round\":5}")
                .contains("the copy began 5 times, and each time could not end: changed");
    }

    @Test
    void aPayloadThatTheWorkflowDoesNotWriteIsRefused() {
        assertThatThrownBy(() -> run(of(CannedAws.withoutObject()), "{\"Records\":[]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one of plan, copyRange, recordFailure, complete, settle");
    }

    static String payload(String task) {
        return payload(task, PermanentTaskException.class.getName(), "{\\\"errorMessage\\\":\\\"denied\\\"}");
    }

    private static String payload(String task, String error, String cause) {
        String event = StoredEvent.write(
                new ChangeEvent(
                        ChangeEvent.Kind.CREATED,
                        "ObjectCreated:Put",
                        "source-bucket",
                        "reports/2026 \u00e9.csv",
                        null),
                "us-east-1");
        return """
            {"task":"%s","name":"x-1","execution":"arn:aws:states:us-east-1:222222222222:execution:ReplicateObjects-large-objects:x-1",
             "input":%s,"round":1,"range":0,"failure":{"Error":"%s","Cause":"%s"}}
            """.formatted(task, event, error, cause);
    }

    private String run(RecordingHttpClient http, String payload) throws IOException {
        variables.putAll(Map.of(
                "LARGE_OBJECTS_BUCKET", "large-bucket",
                "LARGE_OBJECTS_THRESHOLD_MIB", "64",
                "LARGE_OBJECTS_RANGE_MIB", "32"));
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        try (AwsClients clients = SnapshotHooksTest.clients(EnvironmentVariables.read(variables), http)) {
            new LargeObjectHandler(clients, new Log(log::add))
                    .handleRequest(
                            new ByteArrayInputStream(payload.getBytes(UTF_8)),
                            response,
                            InvocationContext.context("request-1", () -> 300_000));
        }
        return response.toString(UTF_8);
    }

    private static CannedAws large() {
        return CannedAws.withObject(LARGE, HEADERS);
    }

    private static RecordingHttpClient of(CannedAws aws) {
        return new RecordingHttpClient(aws);
    }

    /** After the plan. */
    private void copyRanges(RecordingHttpClient http) throws IOException {
        run(http, payload("plan"));
        for (int range = 0; range < 3; range++) {
            run(http, payload("copyRange").replace("\"range\":0", "\"range\":" + range));
        }
    }

    private static List<Object> receipts(RecordedRequest request) throws IOException {
        byte[] content = request.trailer().getBytes(ISO_8859_1);
        return JSON.std
                .anySequenceFrom(new GZIPInputStream(new ByteArrayInputStream(content)))
                .readAll();
    }

    private static List<Operation> operations(RecordingHttpClient http) {
        return http.requests().stream().map(RecordedRequest::operation).toList();
    }
}

package org.allowput.ops.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.allowput.contract.FailureCause;
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.large.Executions;
import org.allowput.lambda.replication.EndedInvocation;
import org.allowput.ops.aws.CommandRun;
import org.allowput.ops.aws.FakeS3;
import org.allowput.ops.aws.FakeSqs;
import org.allowput.ops.compare.TestReceipts;
import org.allowput.ops.reconcile.ReconcileCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/** What {@code bin/where} says of an object, by what the function itself has left behind. */
class WhereCommandTest {
    private static final String OPERATIONS = "operations";
    private static final String WORKFLOW =
            "arn:aws:states:us-east-1:222222222222:stateMachine:ReplicateObjects-large-objects";

    private final Instant now = Instant.now();
    private final Instant changed = now.minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
    private final FakeS3 s3 = new FakeS3();
    private final FakeSqs sqs = new FakeSqs();
    private final List<FilteredLogEvent> log = new ArrayList<>();
    private final List<String> patterns = new ArrayList<>();
    private final Map<String, DescribeExecutionResponse> executions = new TreeMap<>();
    private boolean logIsEndless;
    private final CommandRun command = new CommandRun(s3, sqs);

    @BeforeEach
    void theAccount() {
        command.output(StackOutput.SELECTION, "[{\"addPrefix\": \"to/\"}]");
        command.output(StackOutput.FUNCTION_LOG_GROUP_NAME, "log");
        command.aws
                .answer(FilterLogEventsRequest.class, request -> {
                    patterns.add(request.filterPattern());
                    return FilterLogEventsResponse.builder()
                            .events(log.stream()
                                    .filter(event -> event.timestamp() >= request.startTime())
                                    .toList())
                            .nextToken(logIsEndless ? "next" : null)
                            .build();
                })
                .answer(StartExecutionRequest.class, request -> {
                    String arn =
                            request.stateMachineArn().replace(":stateMachine:", ":execution:") + ":" + request.name();
                    executions.put(
                            arn,
                            DescribeExecutionResponse.builder()
                                    .name(request.name())
                                    .status(ExecutionStatus.RUNNING)
                                    .startDate(Instant.now())
                                    .build());
                    return StartExecutionResponse.builder().executionArn(arn).build();
                })
                .answer(
                        DescribeExecutionRequest.class,
                        request -> Optional.ofNullable(executions.get(request.executionArn()))
                                .orElseThrow(() ->
                                        ExecutionDoesNotExistException.builder().build()));
    }

    @Test
    void aKeyThatNoRuleIncludesIsExcludedByThatRuleAndNothingIsAsked() {
        command.output(StackOutput.SELECTION, "[{\"include\": [\"in/**\"], \"exclude\": [\"**.tmp\"]}]");

        assertThat(where("in/a.tmp"))
                .startsWith("0 excluded: in/a.tmp\n")
                .contains("the rule {\"exclude\":[\"**.tmp\"],\"include\":[\"in/**\"]} leaves it out");
        assertThat(where("out/a"))
                .contains("no rule includes it: [{\"exclude\":[\"**.tmp\"],\"include\":[\"in/**\"]}]");
    }

    @Test
    void anObjectThatIsTooSmallIsExcludedByItsSize() {
        command.output(StackOutput.SELECTION, "[{\"minBytes\": 100}]");
        object("a", "e1");

        assertThat(where("a"))
                .startsWith("0 excluded: a\n")
                .contains("rule               the object has 7 bytes, less than keys.minBytes, 100");
    }

    @Test
    void aCopyOfThisVersionIsStatedByTheLogOrWhatTheLogNoLongerHasByItsReceipt() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));

        assertThat(where("a")).isEqualTo("""
            0 copied: a, → s3://target/to/a at %1$s
            source             7 bytes, last modified %2$s, ETag e1
            log                %1$s copied, ETag e1
            deadLetterQueue    none of the first 10,000 messages names it
            next               nothing to do
            """.formatted(changed.plusSeconds(5), changed));
        assertThat(s3.objectsRead).hasValue(0);

        log.clear();
        assertThat(where("a"))
                .startsWith("0 copied: a, → s3://target/to/a at " + changed.plusSeconds(5) + "\n")
                .contains("log                nothing about this version since " + changed + "\n")
                .contains("receipts           " + changed.plusSeconds(5) + " copied, ETag e1\n");
    }

    /** The one of an object in parts is the time when its upload began. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCopyOfAnotherVersionIsNoCopyOfThisOneThoughItIsYounger(boolean logged) {
        object("a", "e1-2");
        end("a", copied("e0", changed.minusSeconds(600)), changed.plusSeconds(60));
        if (!logged) {
            log.clear();
        }

        assertThat(where("a"))
                .startsWith("1 not copied: a, as far as is known; its age decides nothing, as")
                .contains("log                nothing about this version since")
                .contains("receipts           nothing about this version since")
                .endsWith("next               bin/event --name n --send a copies it now;"
                        + " bin/status --name n shows what waits\n");
    }

    /** As an overwrite with the same bytes has it. */
    @Test
    void aCopyBeforeTheLastChangeDoesNotCountWhateverTimeIsChosen() {
        object("a", "e1");
        end("a", copied("e1", changed.minusSeconds(600)), changed.minusSeconds(300));

        assertThat(where("a", "--since", changed.minusSeconds(3600).toString()))
                .startsWith("1 not copied: a, as far as is known\n")
                .contains("log                nothing about this version since " + changed + "\n");
    }

    /** A later version was copied and deleted at the source, so that the target still has its content. */
    @ParameterizedTest
    @ValueSource(strings = {"log", "receipts", "both"})
    void aVersionThatIsTheNewestAgainIsStaleUntilItIsCopiedAgainAsReconcileSays(String evidence) {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        end("a", copied("e2", changed.plusSeconds(60)), changed.plusSeconds(65));
        only(evidence);

        assertThat(where("a"))
                .startsWith("1 stale: a, its copy of " + changed.plusSeconds(5) + " was followed by one of another"
                        + " version at " + changed.plusSeconds(65) + "\n")
                .endsWith("next               bin/event --name n --send a copies it now;"
                        + " bin/status --name n shows what waits\n");
        if (!evidence.equals("log")) {
            assertThat(reconcile()).contains("0 copied, 0 missing, 1 stale;");
        }

        // The receipts here do not state the time of the event: then more than the longest invocation has to be
        // between.
        Instant again = changed.plusSeconds(evidence.equals("log") ? 120 : 1200);
        end("a", copied("e1", changed), again);
        only(evidence);
        assertThat(where("a")).startsWith("0 copied: a, → s3://target/to/a at " + again + "\n");
        if (!evidence.equals("log")) {
            assertThat(reconcile()).contains("1 copied, 0 missing, 0 stale;");
        }
    }

    /** Of a large object, the log has the beginning alone. */
    @Test
    void aLargeVersionThatWasCopiedAndDeletedSinceHidesNoOlderOne() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        end("a", new Outcome.WorkflowStarted(100, WORKFLOW + ":x"), changed.plusSeconds(62));
        end("a", copied("e2-9", changed.plusSeconds(60)), changed.plusSeconds(65));
        log.removeLast();

        assertThat(where("a")).startsWith("1 stale: a, ");
        assertThat(reconcile()).contains("0 copied, 0 missing, 1 stale;");
    }

    @Test
    void aCopyToWhereItIsNoLongerCopiedDoesNotCount() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        command.output(StackOutput.SELECTION, "[{\"addPrefix\": \"elsewhere/\"}]");

        assertThat(where("a")).startsWith("1 not copied: a, as far as is known\n");
    }

    @Test
    void theEventOfAYoungObjectIsOnItsWayUnlessItIsInParts() {
        s3.put("source", "a", new byte[7], now.minusSeconds(60), "e1");
        assertThat(where("a"))
                .startsWith("1 waiting: a, its event is on its way or in the queue\n")
                .endsWith("next               wait; then bin/where --name n a\n");

        s3.put("source", "a", new byte[7], now.minusSeconds(60), "e1-2");
        assertThat(where("a")).startsWith("1 not copied: a, as far as is known; its age decides nothing, as");
    }

    static Stream<Arguments> outcomes() {
        Outcome failed = new Outcome.Failed(new Failure(FailureCause.ACCESS_DENIED, "target bucket answered 403"));
        return Stream.of(
                arguments(new Outcome.Existing(7), "0 existing: a\n", "nothing to do"),
                arguments(failed, "1 failing: a, and tried again\n", "docs/on-call.md#dead-letters, by the cause"),
                arguments(new Outcome.Unconfirmed(7), "1 unconfirmed: a\n", "docs/on-call.md#what-the-function-did"));
    }

    /** One that fails after a copy does so for its tags, for example. */
    @ParameterizedTest
    @MethodSource("outcomes")
    void anyOtherOutcomeIsShownWithWhatToDo(Outcome outcome, String begin, String next) {
        object("a", "e1");
        if (outcome instanceof Outcome.Failed) {
            end("a", copied("e1", changed), changed.plusSeconds(5));
        }
        end("a", outcome, changed.plusSeconds(60));

        assertThat(where("a")).startsWith(begin).endsWith("next               " + next + "\n");
        if (outcome instanceof Outcome.Failed) {
            assertThat(where("a")).contains(" failed, AccessDenied: target bucket answered 403\n");
        } else if (outcome instanceof Outcome.Unconfirmed) {
            log.clear();
            assertThat(where("a")).as("by the receipt").startsWith(begin);
        }
    }

    @Test
    void aLargeObjectIsInTheWorkflowWithItsProgressUntilItEnds() {
        command.output(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN, WORKFLOW);
        SourceState version = object("a", "e1");
        Outcome.WorkflowStarted handedOver = new Executions(command.aws.client(SfnClient.class), WORKFLOW)
                .start(event("a", changed), new TooLarge(100, version.fingerprint()));
        end("a", handedOver, changed.plusSeconds(5));
        String name = handedOver.execution().substring(handedOver.execution().lastIndexOf(':') + 1);
        CopyPlan plan = new CopyPlan("a", 100, 4, 30, CopyPlan.documents(name) + "2/");
        s3.put(OPERATIONS, CopyPlan.documents(name) + "2" + CopyPlan.KEY_END, plan.write());
        s3.put(OPERATIONS, plan.rangeResults() + "00000.json", new byte[0]);
        s3.put(OPERATIONS, plan.rangeResults() + "00002.json", new byte[0]);

        assertThat(where("a"))
                .startsWith("1 in the workflow: a\n")
                .contains(": 2 of 4 ranges of 30 bytes, " + handedOver.execution());

        executions.replaceAll((arn, execution) -> ended(execution, ExecutionStatus.SUCCEEDED));
        assertThat(where("a")).startsWith("0 copied: a, → s3://target/to/a at ");

        end("a", copied("e1", changed), changed.plusSeconds(50));
        log.removeLast();
        assertThat(where("a"))
                .as("by the receipt, which names no execution")
                .startsWith("0 copied: a, → s3://target/to/a at ")
                .containsPattern("(?m)^workflow +SUCCEEDED at ");

        executions.clear();
        assertThat(where("a")).as("by the receipt").startsWith("0 copied: a, → s3://target/to/a at ");
    }

    @Test
    void aMessageInTheDeadLetterQueueIsNamedWithItsReasonAndRedriven() {
        object("a", "e1");
        sqs.deadLetter("id-1", "b", changed, Map.of(MessageAttribute.REASON, FakeSqs.text("another")));
        sqs.deadLetter("id-2", "a", changed, Map.of(MessageAttribute.REASON, FakeSqs.text("the key is too long")));

        assertThat(where("a"))
                .startsWith("1 dead: a\n")
                .contains("deadLetterQueue    id-2, the key is too long\n")
                .endsWith("then bin/redrive --name n --only id-2\n");
    }

    @Test
    void aDeadLetterThatIsOlderThanTheCopyDoesNotHideIt() {
        object("a", "e1");
        sqs.deadLetter("id-1", "a", changed.minusSeconds(60), Map.of(MessageAttribute.REASON, FakeSqs.text("denied")));
        end("a", copied("e1", changed), changed.plusSeconds(5));

        assertThat(where("a")).startsWith("0 copied: a, ").contains("deadLetterQueue    id-1, denied\n");
    }

    @Test
    void whatIsSkippedAfterACopyDoesNotHideTheCopy() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        end("a", new Outcome.Skipped("ObjectTagging:Put: tags are not replicated"), changed.plusSeconds(50));

        assertThat(where("a")).startsWith("0 copied: a, ");

        object("b", "e2");
        end("b", new Outcome.Unconfirmed(7), changed.plusSeconds(5));
        end("b", new Outcome.Skipped("ObjectTagging:Put: tags are not replicated"), changed.plusSeconds(50));
        assertThat(where("b")).startsWith("1 unconfirmed: b");
    }

    @Test
    void aGoneObjectIsShownWithWhatHappenedToItBefore() {
        assertThat(where("a"))
                .startsWith("1 gone: a, and neither log nor receipts name it\n")
                .contains("source             no such object, or its newest version is a delete marker\n");

        end("a", new Outcome.Gone(), now.minusSeconds(600));
        assertThat(where("a")).startsWith("1 gone: a, its last outcome is gone\n");

        end("a", new Outcome.Deleted(), now.minusSeconds(300));
        assertThat(where("a")).startsWith("0 gone: a, its last outcome is deleted\n");
    }

    /** A terminal obeys nothing of it, and a shell reads the key that was typed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-a           | -- -a ",
                "it's         | 'it'\\''s' ",
                "a b          | 'a b' ",
                "日本         | '日本' ",
                "x\\n\\033'y    | $'x\\n\\u001B\\'y' "
            })
    void anyKeyIsPrintedForATerminalAndForAShell(String text, String word) {
        String key = text.strip().translateEscapes();
        object(key, "e1");

        String printed = where(key);

        assertThat(printed).contains("bin/event --name n --send " + word);
        assertThat(printed.lines()).hasSize(6).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    /** A pattern selects too many lines rather than too few. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "in/a.csv | in/a.csv",
                "in/\"b   | in/*",
                "\"in/b   | *in/b",
                "in/*     | in/*",
                "a\\b      | a*",
                "%       | *"
            })
    void theLogIsReadByTheKey(String key, String value) {
        object(key, "e1");
        end(key, copied("e1", changed), changed.plusSeconds(5));
        log(changed.plusSeconds(9), "{\"outcome\":\"failed\",\"sourceKey\":\"in/other\",\"cause\":\"x\"}");

        assertThat(where(key)).contains(" copied, ETag e1\n");
        assertThat(patterns).containsExactly("{ $.sourceKey = \"" + value + "\" }");
    }

    @Test
    void aLogWithoutEndIsNotReadForeverAndItIsSaid() {
        object("a", "e1");
        logIsEndless = true;

        assertThat(where("a")).contains("not read to its end: choose a later time with --since\n");
        assertThat(patterns).hasSize(300);
    }

    @Test
    void noMoreReceiptsAreReadThanCanBeWaitedForAndItIsSaid() {
        object("a", "e1");
        byte[] content = Receipts.write(List.of(TestReceipts.gone("b", changed.plusSeconds(1))));
        for (int i = 0; i < 25_000; i++) {
            s3.put(OPERATIONS, Receipts.key(Receipts.PREFIX, changed.plusMillis(i * 400L), "request-" + i), content);
        }

        assertThat(where("a"))
                .contains("receipts           nothing about this version since " + changed
                        + ", in the first 20,000 objects of receipts\n");
        assertThat(s3.objectsRead).hasValueBetween(19_000, 20_000);
    }

    @Test
    void receiptsAndLogAreReadFromTheTimeThatIsChosen() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));

        Instant later = changed.plusSeconds(60);
        assertThat(where("a", "--since", later.toString()))
                .startsWith("1 not copied: a, as far as is known\n")
                .contains("log                nothing about this version since " + later + "\n")
                .contains("receipts           nothing about this version since " + later);
        assertThat(where("a", "--since", changed.minusSeconds(60).toString())).startsWith("0 copied: a, ");
    }

    /** What is printed, after the exit code, with the key, the verdict and what it says on one line. */
    private String where(String key, String... options) {
        patterns.clear();
        List<String> words = new ArrayList<>(List.of("--name", "n"));
        words.addAll(List.of(options));
        words.addAll(List.of("--", key));
        int status = command.run(new WhereCommand(), words.toArray(String[]::new));
        return command.out
                .toString()
                .replaceFirst("^key +(.*)\nverdict +(.*)", status + " $2: $1")
                .replaceFirst("\nwhat +", ", ");
    }

    private String reconcile() {
        command.run(new ReconcileCommand(), "--name", "n", "--since", changed.toString());
        return command.out.toString();
    }

    private void only(String evidence) {
        if (evidence.equals("log")) {
            command.outputs.remove(StackOutput.RECEIPTS_KEPT_DAYS.id());
        } else if (evidence.equals("receipts")) {
            log.clear();
        }
    }

    private SourceState object(String key, String eTag) {
        s3.put("source", key, new byte[7], changed, eTag);
        return SourceState.of(
                key, 7, s3.headObject(request -> request.bucket("source").key(key))::getValueForField);
    }

    private void end(String key, Outcome outcome, Instant time) {
        new EndedInvocation(s3, OPERATIONS, "request-" + time.toEpochMilli(), time)
                .with(key, "to/" + key, outcome)
                .forEach(line -> log(time, line));
    }

    private void log(Instant time, String line) {
        log.add(FilteredLogEvent.builder()
                .timestamp(time.toEpochMilli())
                .message(line)
                .build());
    }

    private static Outcome copied(String eTag, Instant lastModified) {
        return new Outcome.Copied(
                0, new Receipt.Version(eTag, "v-" + eTag, lastModified, 7, "target-" + eTag, null, Optional.empty()));
    }

    private static ChangeEvent event(String key, Instant time) {
        return new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source", key, time);
    }

    private static DescribeExecutionResponse ended(DescribeExecutionResponse execution, ExecutionStatus status) {
        return execution.toBuilder().status(status).stopDate(Instant.now()).build();
    }
}

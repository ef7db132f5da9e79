package org.allowput.ops.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.allowput.contract.FailureCause;
import org.allowput.contract.MessageAttribute;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.contract.large.CopyPlan;
import org.allowput.contract.object.SourceState;
import org.allowput.contract.receipt.Receipt;
import org.allowput.contract.receipt.Receipts;
import org.allowput.lambda.copy.CopyResult.TooLarge;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.failure.Failure;
import org.allowput.lambda.large.Executions;
import org.allowput.lambda.replication.EndedInvocation;
import org.allowput.lambda.s3.StoredObject;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What {@code bin/where} says of an object, by what the function itself has left behind. */
class SearchTest {
    private static final String RECEIPTS = "receipts";
    private static final String WORKFLOW = "arn:aws:states:us-east-1:222222222222:stateMachine:CopyLargeObjects";

    private final Instant now = Instant.now();
    private final Instant changed = now.minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
    private final FakeAccount account = new FakeAccount();
    private final Map<String, String> outputs = new TreeMap<>(Map.of(
            StackOutput.SOURCE_BUCKET_NAME.id(), "source",
            StackOutput.TARGET_BUCKET_NAME.id(), "target",
            StackOutput.SELECTION.id(), "[{\"addPrefix\": \"to/\"}]",
            StackOutput.FUNCTION_NAME.id(), "ReplicateObjects",
            StackOutput.FUNCTION_ALIAS_ARN.id(), "arn:aws:lambda:us-east-1:222222222222:function:ReplicateObjects:live",
            StackOutput.FUNCTION_LOG_GROUP_NAME.id(), "log",
            StackOutput.QUEUE_URL.id(), "https://sqs.us-east-1.amazonaws.com/222222222222/queue",
            StackOutput.DEAD_LETTER_QUEUE_URL.id(), "https://sqs.us-east-1.amazonaws.com/222222222222/dead",
            StackOutput.RECEIPTS_BUCKET_NAME.id(), RECEIPTS));

    @Test
    void aKeyThatNoRuleIncludesIsExcludedByThatRuleAndNothingIsAsked() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"includePrefix\": \"in/\", \"excludeSuffix\": \".tmp\"}]");

        assertThat(where("in/a.tmp"))
                .satisfies(answer -> assertThat(answer.exitCode()).isZero())
                .extracting(Answer::text)
                .asString()
                .startsWith("excluded: in/a.tmp\n")
                .contains("the rule {excludeSuffix=.tmp, includePrefix=in/} leaves it out");
        assertThat(where("out/a").text()).contains("no rule includes it: [{excludeSuffix=.tmp, includePrefix=in/}]");
    }

    @Test
    void anObjectThatIsTooSmallIsExcludedByItsSize() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"minBytes\": 100}]");
        object("a", "e1");

        assertThat(where("a").text())
                .startsWith("excluded: a\n")
                .contains("rule               the object has 7 bytes, less than keys.minBytes, 100");
    }

    /** The receipt is found by the log's line, whatever its time, and without the log by its time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCopyOfThisVersionIsStatedByItsReceipt(boolean logged) {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        account.logIsDenied = !logged;

        Answer answer = where("a");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.text())
                .startsWith("copied: a → s3://target/to/a at " + changed.plusSeconds(5) + "\n")
                .contains("source             7 bytes, last modified " + changed + ", ETag e1, version v-e1\n")
                .contains("this version, as to/a with ETag target-e1\n")
                .contains(
                        logged
                                ? "log                " + changed.plusSeconds(5) + " copied\n"
                                : "log                not known: AWS answered 400 AccessDeniedException")
                .endsWith("next               nothing to do\n");
    }

    @Test
    void withoutReceiptsTheLogStatesACopyButNotItsVersion() {
        outputs.remove(StackOutput.RECEIPTS_BUCKET_NAME.id());
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));

        assertThat(where("a").text())
                .startsWith("copied: a → s3://target/to/a at " + changed.plusSeconds(5) + ", by the log")
                .contains("receipts           not enabled");
    }

    @Test
    void aCopyOfAnOlderVersionIsNoCopyOfTheNewest() {
        Instant before = changed.minusSeconds(600);
        end("a", copied("e0", before), before.plusSeconds(5));
        object("a", "e1");

        Answer answer = where("a");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .startsWith("not copied: a, in its newest version; an older one is copied, last modified " + before)
                .contains("another version: last modified " + before + ", ETag e0, version v-e0\n")
                .contains("next               bin/event --name n --key=a > event.json");

        account.waiting = 1;
        assertThat(where("a").text()).startsWith("waiting: a, in its newest version; an older one");
    }

    /** An overwrite can have the same bytes, and a copy of a bucket the same times. */
    @ParameterizedTest
    @CsvSource({"e0, v-e1, 0", "e1, v-e0, 0", "e1, v-e1, 1"})
    void aReceiptIsOfThisVersionOnlyIfItsTagItsVersionAndItsTimeAre(String eTag, String version, int earlier) {
        object("a", "e1");
        Outcome.Versions other =
                new Outcome.Versions(eTag, version, changed.minusSeconds(earlier), StoredObject.UNKNOWN);
        end("a", new Outcome.Copied(7, 0, other), changed.plusSeconds(5));

        assertThat(where("a").text()).startsWith("not copied: a, in its newest version; an older one is copied");
    }

    /** As the tags of a copied object may be. */
    @Test
    void whatFailsAfterACopyIsFailing() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        end(
                "a",
                new Outcome.Failed(new Failure(Failure.Cause.THROTTLED, "target bucket answered 503")),
                changed.plusSeconds(60));

        assertThat(where("a").text())
                .startsWith("failing: a, with Throttled\n")
                .contains("receipts           copied at ");
    }

    @Test
    void aMessageThatIsYoungerThanTheObjectIsNotAboutItsCreation() {
        object("a", "e1");
        account.waiting = 3;
        account.oldestSeconds = Duration.ofHours(3).toSeconds();
        assertThat(where("a").text())
                .startsWith("waiting: a, its event is on its way or in the queue\n")
                .contains("queue              3 waiting, 0 in flight, the oldest for 3 h 0 min\n");

        account.oldestSeconds = 60;
        assertThat(where("a").text()).startsWith("not copied: a, as far as is known\n");
    }

    @Test
    void whileCopyingIsPausedObjectsWaitAndTheNextCommandResumes() {
        object("a", "e1");
        account.waiting = 1;
        account.processing = "Disabled";

        assertThat(where("a").text())
                .startsWith("waiting: a, its event is on its way or in the queue\n")
                .contains("next               bin/resume --name n\n");
    }

    @Test
    void aLargeObjectIsInTheWorkflowWithItsProgressUntilItEnds() {
        outputs.put(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN.id(), WORKFLOW);
        outputs.put(StackOutput.LARGE_OBJECTS_BUCKET_NAME.id(), "results");
        SourceState version = object("a", "e1");
        Outcome.HandedOver handedOver = new Executions(account.stepFunctions(), WORKFLOW)
                .start(event("a", changed), new TooLarge(100, version.fingerprint()));
        String name = handedOver.execution().substring(handedOver.execution().lastIndexOf(':') + 1);
        CopyPlan plan = new CopyPlan("a", 100, 4, 30, CopyPlan.documents(name) + "2/");
        account.put("results", CopyPlan.documents(name) + "2" + CopyPlan.KEY_END, plan.write());
        account.put("results", plan.rangeResults() + "00000.json", new byte[0]);
        account.put("results", plan.rangeResults() + "00002.json", new byte[0]);

        assertThat(where("a").text())
                .startsWith("in the workflow: a\n")
                .contains(": 2 of 4 ranges, 60 of 100 bytes (60 %), round 2, " + handedOver.execution());

        account.executions.replaceAll((arn, execution) -> ended(execution, ExecutionStatus.SUCCEEDED));
        assertThat(where("a").text()).startsWith("copied: a → s3://target/to/a at ");

        object("a", "e2");
        assertThat(where("a").text()).startsWith("not copied: a").contains("workflow           no execution\n");
    }

    @Test
    void theLastOfSeveralAttemptsOfTheWorkflowCounts() {
        outputs.put(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN.id(), WORKFLOW);
        outputs.put(StackOutput.LARGE_OBJECTS_BUCKET_NAME.id(), "results");
        TooLarge object = new TooLarge(100, object("a", "e1").fingerprint());
        Executions executions = new Executions(account.stepFunctions(), WORKFLOW);
        executions.start(event("a", changed), object);
        account.executions.replaceAll((arn, execution) -> ended(execution, ExecutionStatus.FAILED));
        Outcome.HandedOver second = executions.start(event("a", changed).next(), object);

        assertThat(where("a").text()).startsWith("in the workflow: a\n").contains(second.execution());
    }

    @Test
    void aMessageInTheDeadLetterQueueIsNamedWithItsReasonAndRedriven() {
        object("a", "e1");
        deadLetter("id-1", "b", changed, "another");
        deadLetter("id-2", "a", changed, "the key is too long");

        Answer answer = where("a");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .startsWith("dead: a\n")
                .contains("dead-letter queue  1 of 2 messages; the last: id-2, the key is too long\n")
                .endsWith("then bin/redrive --name n --only id-2\n");
    }

    @Test
    void aDeadLetterThatIsOlderThanTheCopyDoesNotHideIt() {
        object("a", "e1");
        deadLetter("id-1", "a", changed.minusSeconds(60), "denied");
        end("a", copied("e1", changed), changed.plusSeconds(5));

        assertThat(where("a").text()).startsWith("copied: a ").contains("1 of 1 messages; the last: id-1, denied");
    }

    @ParameterizedTest
    @CsvSource({"ACCESS_DENIED, access-denied", "ASSUME_ROLE_DENIED, assume-role-denied", "THROTTLED, dead-letters"})
    void aFailureThatIsTriedAgainIsShownWithItsCause(Failure.Cause cause, String section) {
        object("a", "e1");
        end("a", new Outcome.Failed(new Failure(cause, "target bucket answered 403")), changed.plusSeconds(5));

        Answer answer = where("a");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .startsWith("failing: a, with " + cause.label() + "\n")
                .contains(" failed, " + cause.label() + ": target bucket answered 403\n")
                .contains("next               docs/operations.md#" + section + ";");
        assertThat(FailureCause.valueOf(cause.name()).label()).isEqualTo(cause.label());
    }

    @Test
    void whatIsSkippedAfterACopyDoesNotHideTheCopy() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        end("a", new Outcome.Skipped("ObjectTagging:Put: tags are not replicated"), changed.plusSeconds(50));
        outputs.remove(StackOutput.RECEIPTS_BUCKET_NAME.id());

        assertThat(where("a").text()).startsWith("copied: a ").contains("; the last of 2 lines\n");
    }

    @Test
    void anObjectThatTheTargetHadBeforeIsLeftAsItIs() {
        object("a", "e1");
        end("a", new Outcome.Existing(7), changed.plusSeconds(5));

        assertThat(where("a"))
                .satisfies(answer -> assertThat(answer.exitCode()).isZero())
                .extracting(Answer::text)
                .asString()
                .startsWith("existing: a\n");
    }

    @Test
    void aGoneObjectIsShownWithWhatHappenedToItBefore() {
        assertThat(where("a"))
                .satisfies(answer -> assertThat(answer.exitCode()).isEqualTo(1))
                .extracting(Answer::text)
                .asString()
                .startsWith("gone: a, and neither log nor receipts name it\n")
                .contains("source             no such object\n");

        account.deleteMarker = true;
        end("a", new Outcome.Gone(), now.minusSeconds(600));
        assertThat(where("a"))
                .satisfies(answer -> assertThat(answer.exitCode()).isEqualTo(1))
                .extracting(Answer::text)
                .asString()
                .startsWith("gone: a, before its copy was confirmed\n")
                .contains("source             deleted: its newest version is a delete marker\n");

        end("a", new Outcome.Deleted(), now.minusSeconds(300));
        assertThat(where("a"))
                .satisfies(answer -> assertThat(answer.exitCode()).isZero())
                .extracting(Answer::text)
                .asString()
                .startsWith("gone: a, and its copy is deleted\n");
    }

    /** A terminal obeys nothing of it, and a shell reads the key that was typed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-a           | --key=-a ",
                "it's         | --key='it'\\''s' ",
                "a b          | --key='a b' ",
                "日本         | --key='日本' ",
                "x\\n\\033'y    | --key=$'x\\n\\u001B\\'y' "
            })
    void anyKeyIsPrintedForATerminalAndForAShell(String text, String word) {
        String key = text.strip().translateEscapes();
        object(key, "e1");

        String printed = where(key).text();

        assertThat(printed).contains("bin/event --name n " + word);
        assertThat(printed.lines()).hasSize(8).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
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
        account.log(changed.plusSeconds(9), "{\"outcome\":\"failed\",\"sourceKey\":\"in/other\",\"cause\":\"x\"}");

        assertThat(where(key).text()).contains(" copied\n");
        assertThat(account.patterns).containsExactly("{ $.sourceKey = \"" + value + "\" }");
    }

    @Test
    void aLogWithoutEndIsNotReadForeverAndItIsSaid() {
        object("a", "e1");
        account.logIsEndless = true;

        assertThat(where("a").text()).contains("not read to its end: choose a later time with --since\n");
        assertThat(account.patterns).hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyOtherOutcomeIsShownAsLogOrReceiptNameIt(boolean logged) {
        object("a", "e1");
        end("a", new Outcome.Unconfirmed(7), changed.plusSeconds(5));
        account.logIsDenied = !logged;

        assertThat(where("a").text())
                .startsWith("unconfirmed: a\n")
                .endsWith("next               docs/nothing-arrives.md#3-what-did-the-function-do-with-the-object\n");
    }

    /** As far as these credentials may know. */
    @Test
    void whatWasHandedOverIsInTheWorkflowThoughTheExecutionIsNotKnown() {
        object("a", "e1");
        end("a", new Outcome.HandedOver(7, WORKFLOW + ":x"), changed.plusSeconds(5));

        assertThat(where("a").text())
                .startsWith("handedOver: a\n")
                .endsWith("next               wait; then bin/where --name n a\n");
    }

    @Test
    void noMoreReceiptsAreReadThanCanBeWaitedForAndItIsSaid() {
        object("a", "e1");
        byte[] content = Receipts.write(List.of(new Receipt(
                "source", "b", "target", "to/b", Receipt.Kind.GONE, null, null, changed.plusSeconds(1), "r")));
        for (int i = 0; i < 20_050; i++) {
            account.put(RECEIPTS, Receipts.key(Receipts.PREFIX, changed.plusMillis(i * 400L), "request-" + i), content);
        }

        assertThat(where("a").text())
                .contains("none of it in 20000 objects of receipts from ")
                .contains("choose another time with --since");
        assertThat(account.objectsRead).isEqualTo(20_000);
    }

    @Test
    void receiptsAndLogAreReadFromTheTimeThatIsChosen() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));

        Instant later = changed.plusSeconds(60);
        assertThat(where("a", Optional.of(later)).text())
                .startsWith("not copied: a, as far as is known\n")
                .contains("log                no line about it since " + later + "\n")
                .contains("receipts           none of it in 0 objects of receipts from " + later + " to ");
        assertThat(where("a", Optional.of(changed.minusSeconds(60))).text()).startsWith("copied: a ");
    }

    @Test
    void credentialsThatMustNotReadTheObjectAreSaidToNeedIt() {
        account.sourceIsDenied = true;

        assertThatExceptionOfType(OperationException.class)
                .isThrownBy(() -> where("a"))
                .withMessageContaining("s3:GetObject and s3:ListBucket")
                .satisfies(e -> assertThat(e.status()).isEqualTo(ExitStatus.AWS));
    }

    private Answer where(String key) {
        return where(key, Optional.empty());
    }

    private Answer where(String key, Optional<Instant> since) {
        account.patterns.clear();
        return new Search(
                        new DeployedStack(account, new StackOutputs("S", outputs)),
                        key,
                        since,
                        now,
                        " --name n",
                        new PrintWriter(Writer.nullWriter()),
                        new LinkedHashMap<>())
                .answer();
    }

    private SourceState object(String key, String eTag) {
        HeadObjectResponse head = HeadObjectResponse.builder()
                .contentLength(7L)
                .eTag("\"" + eTag + "\"")
                .versionId("v-" + eTag)
                .lastModified(changed)
                .build();
        account.source(head);
        return SourceState.of(key, 7, head::getValueForField);
    }

    private void end(String key, Outcome outcome, Instant time) {
        new EndedInvocation(account.s3(), RECEIPTS, "request-" + time.toEpochMilli(), time)
                .with(key, "to/" + key, outcome)
                .forEach(line -> account.log(time, line));
    }

    private static Outcome copied(String eTag, Instant lastModified) {
        return new Outcome.Copied(
                7,
                0,
                new Outcome.Versions(
                        "\"" + eTag + "\"",
                        "v-" + eTag,
                        lastModified,
                        new StoredObject("\"target-" + eTag + "\"", null, Optional.empty())));
    }

    private static ChangeEvent event(String key, Instant time) {
        return new ChangeEvent(ChangeEvent.Kind.CREATED, "ObjectCreated:Put", "source", key, time);
    }

    private static DescribeExecutionResponse ended(DescribeExecutionResponse execution, ExecutionStatus status) {
        return execution.toBuilder().status(status).stopDate(Instant.now()).build();
    }

    private void deadLetter(String id, String key, Instant time, String reason) {
        account.deadLetters.add(Message.builder()
                .messageId(id)
                .receiptHandle(id)
                .body(StoredEvent.write(event(key, time), "us-east-1"))
                .messageAttributes(Map.of(
                        MessageAttribute.REASON,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(reason)
                                .build()))
                .build());
    }
}

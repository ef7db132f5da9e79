package org.allowput.ops.where;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
class ObjectVerdictTest {
    private static final String OPERATIONS = "operations";
    private static final String WORKFLOW =
            "arn:aws:states:us-east-1:222222222222:stateMachine:ReplicateObjects-large-objects";

    private final Instant now = Instant.now();
    private final Instant changed = now.minus(Duration.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
    private final FakeAccount account = new FakeAccount();
    private final Map<String, String> outputs = new TreeMap<>(Map.of(
            StackOutput.SOURCE_BUCKET_NAME.id(), "source",
            StackOutput.TARGET_BUCKET_NAME.id(), "target",
            StackOutput.SELECTION.id(), "[{\"addPrefix\": \"to/\"}]",
            StackOutput.FUNCTION_LOG_GROUP_NAME.id(), "log",
            StackOutput.DEAD_LETTER_QUEUE_URL.id(), "https://sqs.us-east-1.amazonaws.com/222222222222/dead",
            StackOutput.OPERATIONS_BUCKET_NAME.id(), OPERATIONS,
            StackOutput.RECEIPTS_KEPT_DAYS.id(), "90"));

    @Test
    void aKeyThatNoRuleIncludesIsExcludedByThatRuleAndNothingIsAsked() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"include\": [\"in/**\"], \"exclude\": [\"**.tmp\"]}]");

        assertThat(where("in/a.tmp"))
                .satisfies(answer -> assertThat(answer.exitCode()).isZero())
                .extracting(ObjectAnswer::text)
                .asString()
                .startsWith("excluded: in/a.tmp\n")
                .contains("the rule {\"exclude\":[\"**.tmp\"],\"include\":[\"in/**\"]} leaves it out");
        assertThat(where("out/a").text())
                .contains("no rule includes it: [{\"exclude\":[\"**.tmp\"],\"include\":[\"in/**\"]}]");
    }

    @Test
    void anObjectThatIsTooSmallIsExcludedByItsSize() {
        outputs.put(StackOutput.SELECTION.id(), "[{\"minBytes\": 100}]");
        object("a", "e1");

        assertThat(where("a").text())
                .startsWith("excluded: a\n")
                .contains("rule               the object has 7 bytes, less than keys.minBytes, 100");
    }

    @Test
    void aCopyOfThisVersionIsStatedByTheLogWithItsEntityTag() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));

        ObjectAnswer answer = where("a");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.text()).isEqualTo("""
            copied: a → s3://target/to/a at %1$s
            source             7 bytes, last modified %2$s, ETag e1
            log                %1$s copied, ETag e1
            dead-letter queue  none of 0 messages is about it
            next               nothing to do
            """.formatted(changed.plusSeconds(5), changed));
        assertThat(account.objectsRead).isZero();
    }

    @Test
    void aCopyThatTheLogNoLongerHasIsStatedByItsReceipt() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        account.log.clear();

        assertThat(where("a").text())
                .startsWith("copied: a → s3://target/to/a at " + changed.plusSeconds(5) + "\n")
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
            account.log.clear();
        }

        ObjectAnswer answer = where("a");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .startsWith("not copied: a, as far as is known; its age decides nothing, as")
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

        assertThat(where("a", Optional.of(changed.minusSeconds(3600))).text())
                .startsWith("not copied: a, as far as is known\n")
                .contains("log                nothing about this version since " + changed + "\n");
    }

    @Test
    void aCopyToWhereItIsNoLongerCopiedDoesNotCount() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        outputs.put(StackOutput.SELECTION.id(), "[{\"addPrefix\": \"elsewhere/\"}]");

        assertThat(where("a").text()).startsWith("not copied: a, as far as is known\n");
    }

    @Test
    void theEventOfAYoungObjectIsOnItsWayUnlessItIsInParts() {
        account.source(head("e1", now.minusSeconds(60)));
        assertThat(where("a").text())
                .startsWith("waiting: a, its event is on its way or in the queue\n")
                .endsWith("next               wait; then bin/where --name n a\n");

        account.source(head("e1-2", now.minusSeconds(60)));
        assertThat(where("a").text()).startsWith("not copied: a, as far as is known; its age decides nothing, as");
    }

    /** As the tags of a copied object may be. */
    @Test
    void whatFailsAfterACopyIsFailing() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        end(
                "a",
                new Outcome.Failed(new Failure(FailureCause.THROTTLED, "target bucket answered 503")),
                changed.plusSeconds(60));

        assertThat(where("a").text())
                .startsWith("failing: a, and tried again\n")
                .contains(" failed, Throttled: target bucket answered 503\n");
    }

    @Test
    void aLargeObjectIsInTheWorkflowWithItsProgressUntilItEnds() {
        outputs.put(StackOutput.LARGE_OBJECTS_STATE_MACHINE_ARN.id(), WORKFLOW);
        SourceState version = object("a", "e1");
        Outcome.HandedOver handedOver = new Executions(account.stepFunctions(), WORKFLOW)
                .start(event("a", changed), new TooLarge(100, version.fingerprint()));
        end("a", handedOver, changed.plusSeconds(5));
        String name = handedOver.execution().substring(handedOver.execution().lastIndexOf(':') + 1);
        CopyPlan plan = new CopyPlan("a", 100, 4, 30, CopyPlan.documents(name) + "2/");
        account.put(OPERATIONS, CopyPlan.documents(name) + "2" + CopyPlan.KEY_END, plan.write());
        account.put(OPERATIONS, plan.rangeResults() + "00000.json", new byte[0]);
        account.put(OPERATIONS, plan.rangeResults() + "00002.json", new byte[0]);

        assertThat(where("a").text())
                .startsWith("in the workflow: a\n")
                .contains(": 2 of 4 ranges of 30 bytes, " + handedOver.execution());

        account.executions.replaceAll((arn, execution) -> ended(execution, ExecutionStatus.SUCCEEDED));
        assertThat(where("a").text()).startsWith("copied: a → s3://target/to/a at ");

        end("a", copied("e1", changed), changed.plusSeconds(50));
        account.log.removeLast();
        assertThat(where("a").text())
                .as("by the receipt, which names no execution")
                .startsWith("copied: a → s3://target/to/a at ")
                .containsPattern("(?m)^workflow +SUCCEEDED at ");

        account.executions.clear();
        assertThat(where("a").text()).as("by the receipt").startsWith("copied: a → s3://target/to/a at ");
    }

    @Test
    void aMessageInTheDeadLetterQueueIsNamedWithItsReasonAndRedriven() {
        object("a", "e1");
        deadLetter("id-1", "b", changed, "another");
        deadLetter("id-2", "a", changed, "the key is too long");

        ObjectAnswer answer = where("a");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .startsWith("dead: a\n")
                .contains("dead-letter queue  id-2, the key is too long\n")
                .endsWith("then bin/redrive --name n --only id-2\n");
    }

    @Test
    void aDeadLetterThatIsOlderThanTheCopyDoesNotHideIt() {
        object("a", "e1");
        deadLetter("id-1", "a", changed.minusSeconds(60), "denied");
        end("a", copied("e1", changed), changed.plusSeconds(5));

        assertThat(where("a").text()).startsWith("copied: a ").contains("dead-letter queue  id-1, denied\n");
    }

    @Test
    void aFailureThatIsTriedAgainIsShownWithItsCause() {
        object("a", "e1");
        end(
                "a",
                new Outcome.Failed(new Failure(FailureCause.ACCESS_DENIED, "target bucket answered 403")),
                changed.plusSeconds(5));

        ObjectAnswer answer = where("a");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .startsWith("failing: a, and tried again\n")
                .contains(" failed, AccessDenied: target bucket answered 403\n")
                .endsWith("next               docs/on-call.md#dead-letters, by the cause\n");
    }

    @Test
    void whatIsSkippedAfterACopyDoesNotHideTheCopy() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));
        end("a", new Outcome.Skipped("ObjectTagging:Put: tags are not replicated"), changed.plusSeconds(50));

        assertThat(where("a").text()).startsWith("copied: a ");

        object("b", "e2");
        end("b", new Outcome.Unconfirmed(7), changed.plusSeconds(5));
        end("b", new Outcome.Skipped("ObjectTagging:Put: tags are not replicated"), changed.plusSeconds(50));
        assertThat(where("b").text()).startsWith("unconfirmed: b");
    }

    @Test
    void anObjectThatTheTargetHadBeforeIsLeftAsItIs() {
        object("a", "e1");
        end("a", new Outcome.Existing(7), changed.plusSeconds(5));

        assertThat(where("a"))
                .satisfies(answer -> assertThat(answer.exitCode()).isZero())
                .extracting(ObjectAnswer::text)
                .asString()
                .startsWith("existing: a\n");
    }

    @Test
    void aGoneObjectIsShownWithWhatHappenedToItBefore() {
        assertThat(where("a"))
                .satisfies(answer -> assertThat(answer.exitCode()).isEqualTo(1))
                .extracting(ObjectAnswer::text)
                .asString()
                .startsWith("gone: a, and neither log nor receipts name it\n")
                .contains("source             no such object, or its newest version is a delete marker\n");

        end("a", new Outcome.Gone(), now.minusSeconds(600));
        assertThat(where("a"))
                .satisfies(answer -> assertThat(answer.exitCode()).isEqualTo(1))
                .extracting(ObjectAnswer::text)
                .asString()
                .startsWith("gone: a, its last outcome is gone\n");

        end("a", new Outcome.Deleted(), now.minusSeconds(300));
        assertThat(where("a"))
                .satisfies(answer -> assertThat(answer.exitCode()).isZero())
                .extracting(ObjectAnswer::text)
                .asString()
                .startsWith("gone: a, its last outcome is deleted\n");
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

        String printed = where(key).text();

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
        account.log(changed.plusSeconds(9), "{\"outcome\":\"failed\",\"sourceKey\":\"in/other\",\"cause\":\"x\"}");

        assertThat(where(key).text()).contains(" copied, ETag e1\n");
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
        if (!logged) {
            account.log.clear();
        }

        assertThat(where("a").text())
                .startsWith("unconfirmed: a\n")
                .endsWith("next               docs/on-call.md#what-the-function-did\n");
    }

    @Test
    void noMoreReceiptsAreReadThanCanBeWaitedForAndItIsSaid() {
        object("a", "e1");
        byte[] content = Receipts.write(List.of(new Receipt(
                "source", "b", "target", "to/b", Receipt.Kind.GONE, null, null, changed.plusSeconds(1), "r", 1)));
        for (int i = 0; i < 25_000; i++) {
            account.put(
                    OPERATIONS, Receipts.key(Receipts.PREFIX, changed.plusMillis(i * 400L), "request-" + i), content);
        }

        assertThat(where("a").text())
                .contains("receipts           nothing about this version since " + changed
                        + ", in the first 20,000 objects of receipts\n");
        assertThat(account.objectsRead).isBetween(19_000, 20_000);
    }

    @Test
    void receiptsAndLogAreReadFromTheTimeThatIsChosen() {
        object("a", "e1");
        end("a", copied("e1", changed), changed.plusSeconds(5));

        Instant later = changed.plusSeconds(60);
        assertThat(where("a", Optional.of(later)).text())
                .startsWith("not copied: a, as far as is known\n")
                .contains("log                nothing about this version since " + later + "\n")
                .contains("receipts           nothing about this version since " + later);
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

    private ObjectAnswer where(String key) {
        return where(key, Optional.empty());
    }

    private ObjectAnswer where(String key, Optional<Instant> since) {
        account.patterns.clear();
        ObjectEvidence evidence = new ObjectEvidence(
                new DeployedStack(account, new StackOutputs("S", outputs)), key, new PrintWriter(Writer.nullWriter()));
        return new ObjectVerdict(evidence, key, now, " --name n").answer(since);
    }

    private SourceState object(String key, String eTag) {
        HeadObjectResponse head = head(eTag, changed);
        account.source(head);
        return SourceState.of(key, 7, head::getValueForField);
    }

    private static HeadObjectResponse head(String eTag, Instant lastModified) {
        return HeadObjectResponse.builder()
                .contentLength(7L)
                .eTag("\"" + eTag + "\"")
                .versionId("v-" + eTag)
                .lastModified(lastModified)
                .build();
    }

    private void end(String key, Outcome outcome, Instant time) {
        new EndedInvocation(account.s3(), OPERATIONS, "request-" + time.toEpochMilli(), time)
                .with(key, "to/" + key, outcome)
                .forEach(line -> account.log(time, line));
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

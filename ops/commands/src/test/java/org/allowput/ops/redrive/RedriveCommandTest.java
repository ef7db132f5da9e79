package org.allowput.ops.redrive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.allowput.contract.StackOutput;
import org.allowput.contract.event.ChangeEvent;
import org.allowput.contract.event.StoredEvent;
import org.allowput.ops.aws.CommandRun;
import org.allowput.ops.aws.FakeSqs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.sqs.model.Message;

/** Which messages the options choose, and what becomes of them. */
class RedriveCommandTest {
    private final FakeSqs queues = new FakeSqs();
    private final CommandRun command = new CommandRun(queues);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void deadLetters() {
        command.output(StackOutput.FUNCTION_LOG_GROUP_NAME, "log");
        command.aws.answer(
                FilterLogEventsRequest.class,
                request -> FilterLogEventsResponse.builder().build());
        queues.deadLetter("first", "only/a", Instant.EPOCH, Map.of());
        queues.deadLetter("second", "only/b", Instant.EPOCH, Map.of());
        queues.deadLetters.add(Message.builder()
                .messageId("malformed")
                .receiptHandle("malformed")
                .body("not JSON")
                .build());
    }

    @Test
    void onlyTheMessagesThatMatchAreMoved() {
        assertThat(run("--only", "only/?")).isZero();

        assertThat(command.out).hasToString("moved              2\ninFlight           0\n");
        assertThat(queues.sent())
                .map(StoredEvent::read)
                .extracting(ChangeEvent::key)
                .containsExactly("only/a", "only/b");
        assertThat(queues.happened).contains("returned malformed").doesNotContain("deleted malformed");
    }

    @Test
    void aPatternThatNoMessageMatchesIsNoSuccess() {
        assertThat(run("--only", "onyl/?")).isEqualTo(3);
        assertThat(command.err.toString())
                .startsWith("No message of the dead-letter queue matches 'onyl/?'. Nothing was moved: bin/redrive"
                        + " --dry-run");
        assertThat(command.out).hasToString("");

        queues.deadLetters.clear();
        assertThat(run()).as("an empty queue, without a pattern").isZero();
    }

    /** SQS keeps the time when a message was sent first. */
    @Test
    void causesAreReadFromTheLogSinceTheOldestMessageWasSent() {
        Instant friday = Instant.now().minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
        List<Long> since = new ArrayList<>();
        command.aws.answer(FilterLogEventsRequest.class, request -> {
            since.add(request.startTime());
            return FilterLogEventsResponse.builder()
                    .events(FilteredLogEvent.builder()
                            .message("{\"deliveryId\":\"friday\",\"cause\":\"AccessDenied\"}")
                            .build())
                    .build();
        });
        queues.deadLetters.clear();
        queues.deadLetter("friday", "in/a", friday, Map.of());

        assertThat(run("--dry-run")).isZero();
        assertThat(since).containsExactly(friday.minus(Duration.ofMinutes(15)).toEpochMilli());
        assertThat(command.out.toString()).contains("AccessDenied");
    }

    @Test
    void aMalformedMessageIsDeletedAfterAConfirmationAndACopy() {
        Path copy = folder.resolve("dropped.jsonl");

        assertThat(run("--drop", "malformed", "--copy", copy.toString())).isEqualTo(3);
        assertThat(command.err.toString())
                .endsWith("1 message would be deleted from the dead-letter queue, after a copy to " + copy
                        + ". Nothing was done: run this command again with --yes.\n");
        assertThat(copy).doesNotExist();

        assertThat(run("--drop", "malformed", "--copy", copy.toString(), "--yes"))
                .isZero();
        assertThat(command.out.toString())
                .endsWith("dropped            1\nleft               0\ncopy               " + copy + "\n");
        assertThat(copy).content().contains("\"messageId\":\"malformed\"", "\"body\":\"not JSON\"");
        assertThat(queues.happened)
                .filteredOn(what -> what.startsWith("deleted"))
                .isNotEmpty()
                .containsOnly("deleted malformed");
        assertThat(queues.sent()).isEmpty();
    }

    @Test
    void nothingIsDeletedIfTheFileExistsOrNoMessageMatches() {
        assertThat(run("--drop", "malformed", "--copy", folder.toString(), "--yes"))
                .isEqualTo(3);
        assertThat(command.err.toString())
                .endsWith(folder + " exists: name another file with --copy. Nothing was deleted.\n");
        assertThat(run("--drop", "other", "--yes")).isEqualTo(3);
        assertThat(command.err.toString())
                .startsWith("No message of the dead-letter queue matches other. Nothing was deleted:");

        assertThat(queues.happened).noneMatch(what -> what.startsWith("deleted"));
    }

    private int run(String... words) {
        return command.run(new RedriveCommand(), words);
    }
}

package org.allowput.ops.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.allowput.ops.aws.FakeAws;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;

class RunningCopiesTest {
    private final Deque<Integer> running = new ArrayDeque<>();
    private final List<Long> shown = new ArrayList<>();
    /** Each list of executions takes a second. */
    private Instant now = Instant.EPOCH;

    @Test
    void waitsUntilNoCopyRunsAndShowsEachChange() {
        running.addAll(List.of(2, 2, 1, 0));

        await(Duration.ZERO);

        assertThat(running).isEmpty();
        assertThat(shown).containsExactly(2L, 1L);
    }

    /** An invocation that had begun before the pause can still start an execution. */
    @Test
    void waitsForTheLongestInvocationThoughNoCopyRuns() {
        running.addAll(List.of(0, 0, 1, 0, 0));

        await(Duration.ofSeconds(5));

        assertThat(running).isEmpty();
        assertThat(shown).containsExactly(0L, 1L, 0L);
    }

    private void await(Duration longest) {
        InstantSource clock = () -> now;
        SfnClient stepFunctions = new FakeAws()
                .answer(ListExecutionsRequest.class, request -> {
                    assertThat(request.stateMachineArn()).isEqualTo("arn");
                    assertThat(request.statusFilter()).isEqualTo(ExecutionStatus.RUNNING);
                    now = now.plusSeconds(1);
                    return ListExecutionsResponse.builder()
                            .executions(Collections.nCopies(
                                    running.removeFirst(),
                                    ExecutionListItem.builder().build()))
                            .build();
                })
                .client(SfnClient.class);
        new RunningCopies(stepFunctions, "arn", clock, Duration.ZERO).await(longest, shown::add);
    }
}

package org.allowput.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.allowput.ops.queue.QueueDepth;
import org.allowput.ops.queue.QueueState;
import org.junit.jupiter.api.Test;

class StatusTest {
    @Test
    void withoutMetricsItIsNotKnownWhatWasCopied() {
        QueueState empty = new QueueState(new QueueDepth(0, 0, 60), Optional.empty());
        Status status =
                new Status("1", Optional.empty(), "Active", "Enabled", empty, empty, List.of(), Optional.empty());

        assertThat(status.text()).contains("last hour          not known: CloudWatch has no metrics");
        assertThat(status.json()).doesNotContainKeys("copiedInLastHour", "failedInLastHour");
        assertThat(status.needsAttention()).isFalse();
    }
}

package org.allowput.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.allowput.ops.queue.QueueDepth;
import org.junit.jupiter.api.Test;

class DeploymentStatusTest {
    @Test
    void withoutMetricsItIsNotKnownWhatWasCopied() {
        QueueState empty = new QueueState(new QueueDepth(0, 0, 60), null);
        DeploymentStatus status = new DeploymentStatus(
                "1", "-", "Active", "Enabled", empty, empty, List.of(), OptionalLong.empty(), new TreeMap<>());

        assertThat(status.text()).contains("last hour          not known: CloudWatch has no metrics");
        assertThat(status.json()).doesNotContainKeys("copiedInLastHour", "failedInLastHour");
        assertThat(status.needsAttention()).isFalse();
    }
}

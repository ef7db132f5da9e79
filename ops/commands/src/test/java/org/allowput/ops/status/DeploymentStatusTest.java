package org.allowput.ops.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DeploymentStatusTest {
    @Test
    void withoutMetricsItIsNotKnownWhatWasCopied() throws IOException {
        DeploymentStatus.QueueState empty = new DeploymentStatus.QueueState(0, 0, null);
        DeploymentStatus status = new DeploymentStatus("1", "-", "Active", "Enabled", empty, empty, null, null);

        assertThat(status.text()).contains("last hour          not known: CloudWatch has no metrics");
        assertThat(JSON.std.asString(status))
                .contains("\"queue\":{\"inFlight\":0,\"waiting\":0}", "\"version\":\"1\"")
                .doesNotContain("copiedInLastHour", "failedInLastHour");
        assertThat(status.needsAttention()).isFalse();
    }
}

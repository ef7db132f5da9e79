package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.testing.Nightly;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first command that the runbook has for an alarm shows what is wrong. {@code LargeObjectsIT} has the scenario of a
 * large object.
 */
class FirstCommandIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final Buckets buckets = new Buckets(sandbox);

    @TempDir
    private Path folder = Path.of("");

    @Test
    @Nightly(2)
    void anAccountThatIsNoLongerTrusted() throws Exception {
        String shown = new TrustPolicy(sandbox).with(sandbox.source().id(), "333333333333", () -> {
            new LiveFunction(sandbox).startAnew();
            put("first/trust");
            return first().ofLog("assume-role-denied", "first/trust");
        });
        assertThat(shown).contains("was denied to", "(2) the trust policy does not name this account");
        buckets.arrived("first/trust");
    }

    @Test
    void aBucketPolicyThatDenies() throws Exception {
        String shown = buckets.whileDenied("first/denied", () -> {
            put("first/denied");
            return first().ofLog("access-denied", "first/denied");
        });

        assertThat(shown).contains("source bucket answered 403 AccessDenied");
        buckets.arrived("first/denied");
    }

    @Test
    void aPoisonMessage() throws IOException {
        Queues queues = new Queues(sandbox);
        queues.send("no JSON");
        try {
            queues.awaitDeadLetters(1);

            assertThat(first().of("dead-letters")).contains("not a message about objects: no JSON", "1 message");
        } finally {
            queues.purgeDeadLetters();
        }
    }

    @Test
    void aFunctionThatIsThrottledByItsOwnLimit() throws IOException {
        String function = sandbox.output(StackOutput.FUNCTION_NAME);
        sandbox.source()
                .lambda()
                .putFunctionConcurrency(
                        request -> request.functionName(function).reservedConcurrentExecutions(1));
        try {
            assertThat(first().of("throttles")).contains("\"ReservedConcurrentExecutions\": 1");
        } finally {
            sandbox.source().lambda().deleteFunctionConcurrency(request -> request.functionName(function));
        }
    }

    private FirstCommand first() {
        return new FirstCommand(sandbox, folder);
    }

    private void put(String key) {
        buckets.source().put(key, "content");
    }
}

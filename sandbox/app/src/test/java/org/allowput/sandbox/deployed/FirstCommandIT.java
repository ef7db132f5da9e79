package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.allowput.contract.StackOutput;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first command that the runbook has for an alarm shows what is wrong. {@code LargeObjectsIT} has the scenarios of
 * a large object and of a disabled key.
 */
class FirstCommandIT {
    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final Buckets buckets = new Buckets(sandbox);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anAccountThatIsNoLongerTrusted() throws Exception {
        assertThat(assumeRoleDenied("first/trust", sandbox.source().id(), "333333333333"))
                .contains("was denied to", "(2) the trust policy does not name this account");
    }

    @Test
    void anExternalIdThatWasChangedOnOneSideOnly() throws Exception {
        assertThat(assumeRoleDenied("first/rotated", sandbox.externalId(), "the-id-is-another-now"))
                .contains("(1) the ExternalId here and the one in the role's trust policy differ")
                .doesNotContain(sandbox.externalId());
    }

    @Test
    void aRoleThatIsRevokedByOneCommand() throws IOException {
        RunbookCommands page = RunbookCommands.of("for-account-a.md");
        asAccountA(page.with("--policy-name DenyAll --policy-document"));
        try {
            put("first/revoked");

            assertThat(first().ofLog("access-denied", "first/revoked"))
                    .contains("target bucket answered 403 AccessDenied");
        } finally {
            asAccountA(page.with("delete-role-policy"));
        }
        buckets.arrived("first/revoked");
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
    void messagesThatGetOldBecauseSomebodyPausedTheFunction() throws IOException {
        new CommandProcess(sandbox).run("pause");
        try {
            put("first/paused");

            assertThat(first().of("oldest-message"))
                    .containsPattern("processing +Disabled")
                    .containsPattern("\nqueue +1 waiting");
        } finally {
            new CommandProcess(sandbox).run("resume");
        }
        buckets.arrived("first/paused");
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

    private String assumeRoleDenied(String key, String trusted, String other) throws Exception {
        String shown = new TrustPolicy(sandbox).with(trusted, other, () -> {
            new LiveFunction(sandbox).startAnew();
            put(key);
            return first().ofLog("assume-role-denied", key);
        });
        buckets.arrived(key);
        return shown;
    }

    private FirstCommand first() {
        return new FirstCommand(sandbox, folder);
    }

    private void asAccountA(String commands) {
        new AwsCli(sandbox, folder).run(sandbox.target(), commands).succeeded();
    }

    private void put(String key) {
        buckets.source().put(key, "content");
    }
}

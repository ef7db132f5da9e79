package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.allowput.contract.StackOutput;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The first command that the runbook has for an alarm shows what is wrong. {@code LargeObjectsIT} has the scenarios of
 * a large object and of a disabled key.
 */
@ExtendWith(SandboxFixture.class)
class FirstCommandIT {
    private final Sandbox sandbox;
    private final Buckets buckets;

    @TempDir
    private Path folder = Path.of("");

    FirstCommandIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.buckets = new Buckets(sandbox);
    }

    @Test
    void anAccountThatIsNoLongerTrusted() throws IOException, InterruptedException {
        assertThat(assumeRoleDenied("first/trust", sandbox.source().id(), "333333333333"))
                .contains("was denied to", "(2) the trust policy does not name this account");
    }

    @Test
    void anExternalIdThatWasChangedOnOneSideOnly() throws IOException, InterruptedException {
        assertThat(assumeRoleDenied("first/rotated", sandbox.externalId(), "the-id-is-another-now"))
                .contains("(1) the ExternalId here and the one in the role's trust policy differ")
                .doesNotContain(sandbox.externalId());
    }

    @Test
    void aRoleThatIsRevokedByOneCommand() throws IOException, InterruptedException {
        RunbookCommands security = RunbookCommands.of("security.md");
        asAccountA(security.with("--policy-name DenyAll --policy-document"));
        try {
            put("first/revoked");

            assertThat(first().ofLog("access-denied", "first/revoked"))
                    .contains("target bucket answered 403 AccessDenied");
        } finally {
            asAccountA(security.with("delete-role-policy"));
        }
        buckets.arrived("first/revoked");
    }

    @Test
    void aBucketPolicyThatDenies() throws IOException, InterruptedException {
        S3Client s3 = sandbox.source().s3();
        String before = s3.getBucketPolicy(request -> request.bucket(sandbox.sourceBucket()))
                .policy();
        s3.putBucketPolicy(
                request -> request.bucket(sandbox.sourceBucket()).policy("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
                     "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/first/denied"}]}
                    """.formatted(sandbox.sourceBucket())));
        try {
            put("first/denied");

            assertThat(first().ofLog("access-denied", "first/denied"))
                    .contains("source bucket answered 403 AccessDenied");
        } finally {
            s3.putBucketPolicy(request -> request.bucket(sandbox.sourceBucket()).policy(before));
        }
        buckets.arrived("first/denied");
    }

    @Test
    void aPoisonMessage() throws IOException, InterruptedException {
        sandbox.source()
                .sqs()
                .sendMessage(request -> request.queueUrl(sandbox.queueUrl()).messageBody("no JSON"));
        try {
            new Queues(sandbox).awaitDeadLetters(1);

            assertThat(first().of("dead-letters")).contains("not a message about objects: no JSON", "1 message");
        } finally {
            sandbox.source().sqs().purgeQueue(request -> request.queueUrl(sandbox.deadLetterQueueUrl()));
        }
    }

    @Test
    void messagesThatGetOldBecauseSomebodyPausedTheFunction() throws IOException, InterruptedException {
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
    void aFunctionThatIsThrottledByItsOwnLimit() throws IOException, InterruptedException {
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

    private String assumeRoleDenied(String key, String trusted, String other) throws IOException, InterruptedException {
        TrustPolicy trust = new TrustPolicy(sandbox);
        String document = trust.document();
        String shown;
        try {
            trust.replace(trusted, other);
            new LiveFunction(sandbox).startAnew();
            put(key);

            shown = first().ofLog("assume-role-denied", key);
        } finally {
            trust.put(document);
        }
        buckets.arrived(key);
        return shown;
    }

    private FirstCommand first() {
        return new FirstCommand(sandbox, folder);
    }

    private void asAccountA(String commands) throws IOException, InterruptedException {
        AwsCli.Result result = new AwsCli(sandbox, folder).run(sandbox.target(), commands);
        assertThat(result.status()).as(result.output()).isZero();
    }

    private void put(String key) {
        sandbox.source()
                .s3()
                .putObject(
                        request -> request.bucket(sandbox.sourceBucket()).key(key), RequestBody.fromString("content"));
    }
}

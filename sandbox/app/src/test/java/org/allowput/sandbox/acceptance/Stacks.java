package org.allowput.sandbox.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.allowput.emulator.local.Unchecked;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.waiters.CloudFormationWaiter;

/**
 * Creates stacks of CloudFormation, and waits for them. One in each account has what the tests themselves need: a
 * bucket (in B for the function's zip, in A one that the role must not put into), and a KMS key with the policy that a
 * key has by default, by which the account's IAM policies decide.
 */
final class Stacks {
    private final Accounts accounts;
    private final String run;
    private final Creation creation;

    /** @param run the name that all has */
    Stacks(Accounts accounts, String run, Consumer<String> progress) {
        this.accounts = accounts;
        this.run = run;
        this.creation = new Creation(progress);
    }

    Accounts accounts() {
        return accounts;
    }

    void creating(String what) {
        creation.begin(what);
    }

    /** Ends the creation of stacks, because the process is ending. */
    void close() {
        creation.end();
    }

    void createOwn() {
        String template =
                Unchecked.get(() -> Files.readString(Path.of("src/test/resources/acceptance/own-stack.yaml")));
        for (DeploymentStacks side : DeploymentStacks.values()) {
            create(side, ownStack(), template, Map.of("BucketName", ownBucket(side)));
        }
    }

    String ownBucket(DeploymentStacks side) {
        return bucket("own", side);
    }

    /** A name that no other bucket has: the random name of the run, and the account. */
    String bucket(String purpose, DeploymentStacks side) {
        return run + "-" + purpose + "-" + side.name().toLowerCase(Locale.ROOT) + "-"
                + accounts.of(side).id();
    }

    String keyArn(DeploymentStacks side) {
        return Objects.requireNonNull(StackOutputs.of(accounts.of(side).clients(), ownStack())
                .byName()
                .get("KeyArn"));
    }

    private String ownStack() {
        return "Acceptance-" + run;
    }

    /** @param template its text, or the address of an object of S3 for one above 51,200 bytes */
    void create(DeploymentStacks side, String name, String template, Map<String, String> parameters) {
        creating("the stack " + name);
        CloudFormationClient cloudFormation = accounts.of(side).clients().cloudFormation();
        cloudFormation.createStack(request -> {
            request.stackName(name)
                    .capabilities(Capability.CAPABILITY_NAMED_IAM)
                    .parameters(parameters.entrySet().stream()
                            .map(each -> Parameter.builder()
                                    .parameterKey(each.getKey())
                                    .parameterValue(each.getValue())
                                    .build())
                            .toList());
            if (template.startsWith("https://")) {
                request.templateURL(template);
            } else {
                request.templateBody(template);
            }
        });
        try (CloudFormationWaiter waiter = waiter(cloudFormation)) {
            waiter.waitUntilStackCreateComplete(request -> request.stackName(name));
        } catch (SdkClientException e) {
            String failures =
                    cloudFormation.describeStackEvents(request -> request.stackName(name)).stackEvents().stream()
                            .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
                            .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                            .collect(Collectors.joining("; "));
            throw new IllegalStateException("The stack " + name + " is not created: " + failures, e);
        }
    }

    /** Asks often, as an emulator is fast. */
    static CloudFormationWaiter waiter(CloudFormationClient cloudFormation) {
        return CloudFormationWaiter.builder()
                .client(cloudFormation)
                .overrideConfiguration(each -> each.waitTimeout(Duration.ofMinutes(30))
                        .maxAttempts(Integer.MAX_VALUE)
                        .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofSeconds(1))))
                .build();
    }

    /** Of anything, until it ends. */
    static final class Creation {
        private final Consumer<String> progress;
        private final Lock lock = new ReentrantLock();

        Creation(Consumer<String> progress) {
            this.progress = progress;
        }

        /** Says what is about to be created. After the {@link #end} it does not return, so nothing is created. */
        void begin(String what) {
            lock.lock();
            try {
                progress.accept("creating " + what);
            } finally {
                lock.unlock();
            }
        }

        void end() {
            lock.lock();
        }
    }
}

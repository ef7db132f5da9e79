package org.allowput.sandbox.acceptance;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * Creates stacks of CloudFormation, and waits for them. One in each account has what the tests themselves need: a
 * bucket (in B for the function's zip, in A one that the role must not put into), and a KMS key with the policy that a
 * key has by default, by which the account's IAM policies decide.
 */
final class Stacks {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String NONE = "DELETE_COMPLETE";
    private static final String OWN = """
        Parameters:
          BucketName: {Type: String}
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            DeletionPolicy: Retain
            Properties: {BucketName: !Ref BucketName}
          Key:
            Type: AWS::KMS::Key
            Properties:
              PendingWindowInDays: 7
              KeyPolicy:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
                    Action: kms:*
                    Resource: "*"
        Outputs:
          KeyArn: {Value: !GetAtt Key.Arn}
        """;

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
        for (DeploymentStacks side : DeploymentStacks.values()) {
            create(side, ownStack(), OWN, Map.of("BucketName", ownBucket(side)));
        }
    }

    String ownBucket(DeploymentStacks side) {
        return bucket("own", side);
    }

    /** A name that no other bucket has: the random name of the run, and the account. */
    String bucket(String purpose, DeploymentStacks side) {
        return run + "-" + purpose + "-" + side.name().toLowerCase(Locale.ROOT) + "-" + accounts.id(side);
    }

    String keyArn(DeploymentStacks side) {
        return Objects.requireNonNull(
                StackOutputs.of(accounts.of(side), ownStack()).byName().get("KeyArn"));
    }

    private String ownStack() {
        return "Acceptance-" + run;
    }

    /** @param template its text, or the address of an object of S3 for one above 51,200 bytes */
    void create(DeploymentStacks side, String name, String template, Map<String, String> parameters) {
        creating("the stack " + name);
        CloudFormationClient cloudFormation = accounts.of(side).cloudFormation();
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
        String status = await(cloudFormation, name, seen -> !seen.endsWith("_IN_PROGRESS"));
        if (!status.equals("CREATE_COMPLETE")) {
            throw new IllegalStateException(
                    "The stack " + name + " is " + status + ": " + failures(cloudFormation, name));
        }
    }

    private static String failures(CloudFormationClient cloudFormation, String name) {
        return cloudFormation.describeStackEvents(request -> request.stackName(name)).stackEvents().stream()
                .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .collect(Collectors.joining("; "));
    }

    /** The first status that is {@code done}; {@value #NONE} if there is no such stack. */
    static String await(CloudFormationClient cloudFormation, String stack, Predicate<String> done) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            String status = CloudFormationStacks.find(cloudFormation, stack)
                    .map(Stack::stackStatusAsString)
                    .orElse(NONE);
            if (done.test(status) || System.nanoTime() > end) {
                return status;
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
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

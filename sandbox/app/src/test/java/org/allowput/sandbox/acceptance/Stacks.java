package org.allowput.sandbox.acceptance;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.DeploymentStacks;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Creates stacks of CloudFormation, each of which is in the ledger before, and waits for them. */
record Stacks(Accounts accounts, Ledger ledger, Consumer<String> progress) {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final String NONE = "DELETE_COMPLETE";

    /** @param template its text, or the address of an object of S3 for one above 51,200 bytes */
    void create(DeploymentStacks side, String name, String template, Map<String, String> parameters) {
        progress.accept("creating the stack " + name);
        ledger.creating(side, Ledger.Kind.STACK, name);
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
}

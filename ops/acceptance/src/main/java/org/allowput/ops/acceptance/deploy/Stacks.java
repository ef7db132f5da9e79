package org.allowput.ops.acceptance.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.allowput.ops.acceptance.account.AccountKind;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.acceptance.cleanup.CreatedResource;
import org.allowput.ops.acceptance.cleanup.Ledger;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.OperationEvent;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.ValidationStatus;

/** Creates and changes stacks of CloudFormation, and waits for them. */
public record Stacks(Accounts accounts, Ledger ledger, Consumer<String> progress) {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    /**
     * How a deployment ended.
     *
     * @param status of the stack
     * @param reason of the first resource that failed; empty if none did
     */
    public record Ending(String status, String reason) {
        public boolean isComplete() {
            return status.equals("CREATE_COMPLETE") || status.equals("UPDATE_COMPLETE");
        }

        /**
         * Returns if the stack is complete.
         *
         * @throws OperationException if it is not
         */
        public void require(String stack) {
            if (!isComplete()) {
                throw new OperationException("The stack " + stack + " is " + status + ": " + reason);
            }
        }

        @Override
        public String toString() {
            return reason.isEmpty() ? status : status + ": " + reason;
        }
    }

    /**
     * Creates a stack, and waits for it.
     *
     * @param template its text, or the address of an object of S3 for one above 51,200 bytes
     */
    public Ending create(AccountKind side, String name, String template, Map<String, String> parameters) {
        progress.accept("creating the stack " + name);
        ledger.creating(side, CreatedResource.Kind.STACK, name);
        CloudFormationClient cloudFormation = accounts.of(side).cloudFormation();
        cloudFormation.createStack(request -> {
            request.stackName(name)
                    .capabilities(Capability.CAPABILITY_NAMED_IAM)
                    .parameters(parameters(parameters));
            if (template.startsWith("https://")) {
                request.templateURL(template);
            } else {
                request.templateBody(template);
            }
        });
        return await(cloudFormation, name);
    }

    /** Changes some parameters of a stack, and keeps the template and the others. */
    public Ending update(AccountKind side, String name, Map<String, String> changed) {
        progress.accept("updating the stack " + name + " with " + changed.keySet());
        CloudFormationClient cloudFormation = accounts.of(side).cloudFormation();
        Map<String, Parameter> parameters = new TreeMap<>();
        find(side, name)
                .orElseThrow()
                .parameters()
                .forEach(each -> parameters.put(
                        each.parameterKey(),
                        Parameter.builder()
                                .parameterKey(each.parameterKey())
                                .usePreviousValue(true)
                                .build()));
        parameters(changed).forEach(each -> parameters.put(each.parameterKey(), each));
        cloudFormation.updateStack(request -> request.stackName(name)
                .usePreviousTemplate(true)
                .capabilities(Capability.CAPABILITY_NAMED_IAM)
                .parameters(parameters.values()));
        return await(cloudFormation, name);
    }

    public StackOutputs outputs(AccountKind side, String name) {
        return StackOutputs.of(accounts.of(side), name);
    }

    /** A stack that is there. */
    public Optional<Stack> find(AccountKind side, String name) {
        return CloudFormationStacks.find(accounts.of(side).cloudFormation(), name);
    }

    /** The physical id of a stack's resource. */
    public String resource(AccountKind side, String stack, String logicalId) {
        return accounts.of(side)
                .cloudFormation()
                .describeStackResource(request -> request.stackName(stack).logicalResourceId(logicalId))
                .stackResourceDetail()
                .physicalResourceId();
    }

    private Ending await(CloudFormationClient cloudFormation, String name) {
        String status = accounts.polling()
                .until(
                        TIMEOUT,
                        () -> cloudFormation
                                .describeStacks(request -> request.stackName(name))
                                .stacks()
                                .getFirst()
                                .stackStatusAsString(),
                        seen -> !seen.endsWith("_IN_PROGRESS"))
                .orElse("in progress after " + TIMEOUT.toMinutes() + " minutes");
        Ending ending = new Ending(status, "");
        return ending.isComplete() ? ending : new Ending(status, failure(cloudFormation, name));
    }

    static String failure(CloudFormationClient cloudFormation, String name) {
        List<StackEvent> events = cloudFormation
                .describeStackEvents(request -> request.stackName(name))
                .stackEvents();
        return events.reversed().stream()
                .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
                .findFirst()
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .map(reason -> reason.contains("EarlyValidation")
                        ? reason + " (" + validations(cloudFormation, name) + ")"
                        : reason)
                .orElse("");
    }

    /**
     * What CloudFormation found before it created anything. The events of the stack name only the validation.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/validate-stack-deployments.html">Validation
     *     before the deployment</a>
     */
    private static String validations(CloudFormationClient cloudFormation, String name) {
        return cloudFormation.describeEvents(request -> request.stackName(name)).operationEvents().stream()
                .filter(event -> event.validationStatus() == ValidationStatus.FAILED)
                .map(OperationEvent::validationStatusReason)
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static List<Parameter> parameters(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> Parameter.builder()
                        .parameterKey(each.getKey())
                        .parameterValue(each.getValue())
                        .build())
                .toList();
    }
}

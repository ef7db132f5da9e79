package org.allowput.ops.acceptance.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.OperationException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.OperationEvent;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.ValidationStatus;

/** Creates and changes stacks of CloudFormation, and waits for them. */
public record Stacks(Accounts accounts, Ledger ledger, Consumer<String> progress) {
    public static final String CREATED = "CREATE_COMPLETE";
    private static final String UPDATED = "UPDATE_COMPLETE";
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    /**
     * Creates a stack, and waits for it.
     *
     * @param template its text, or the address of an object of S3 for one above 51,200 bytes
     * @return its status, with what failed first in parentheses
     */
    public String create(DeploymentStacks side, String name, String template, Map<String, String> parameters) {
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
        return ending(cloudFormation, name);
    }

    /**
     * Changes some parameters of a stack, keeps the template and the others, and waits for it.
     *
     * @throws OperationException if this fails
     */
    public void update(DeploymentStacks side, String name, Map<String, String> changed) {
        progress.accept("updating the stack " + name + " with " + changed.keySet());
        CloudFormationClient cloudFormation = accounts.of(side).cloudFormation();
        List<Parameter> parameters =
                CloudFormationStacks.find(cloudFormation, name).map(Stack::parameters).orElseThrow().stream()
                        .map(Parameter::parameterKey)
                        .map(key -> Parameter.builder()
                                .parameterKey(key)
                                .parameterValue(changed.get(key))
                                .usePreviousValue(changed.containsKey(key) ? null : true)
                                .build())
                        .toList();
        cloudFormation.updateStack(request -> request.stackName(name)
                .usePreviousTemplate(true)
                .capabilities(Capability.CAPABILITY_NAMED_IAM)
                .parameters(parameters));
        String ending = ending(cloudFormation, name);
        if (!ending.equals(UPDATED)) {
            throw new OperationException("The stack " + name + " is " + ending);
        }
    }

    public StackOutputs outputs(DeploymentStacks side, String name) {
        return StackOutputs.of(accounts.of(side), name);
    }

    /** Deletes a stack. Returns what it retains. */
    public List<Ledger.Resource> delete(DeploymentStacks side, String name) {
        return removal().remove(new Ledger.Resource(side, Ledger.Kind.STACK, name));
    }

    /** Of all that the ledger names. */
    public Removal removal() {
        return new Removal(accounts, ledger, progress);
    }

    private String ending(CloudFormationClient cloudFormation, String name) {
        String status = accounts.until(
                        TIMEOUT,
                        () -> CloudFormationStacks.find(cloudFormation, name)
                                .map(Stack::stackStatusAsString)
                                .orElseThrow(),
                        seen -> !seen.endsWith("_IN_PROGRESS"))
                .orElse("in progress after " + TIMEOUT.toMinutes() + " minutes");
        return status.equals(CREATED) || status.equals(UPDATED)
                ? status
                : status + " (" + failure(cloudFormation, name) + ")";
    }

    static String failure(CloudFormationClient cloudFormation, String name) {
        return cloudFormation.describeStackEvents(request -> request.stackName(name)).stackEvents().reversed().stream()
                .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
                .findFirst()
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .map(reason -> reason.contains("EarlyValidation")
                        ? reason + " (" + validations(cloudFormation, name) + ")"
                        : reason)
                .orElse("nothing failed");
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
}

package org.allowput.infra;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.allowput.contract.StackOutput;
import org.allowput.infra.construct.PackagedFile;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

/** The outputs of a stack. */
final class Outputs {
    private static final Map<String, Object> DESCRIPTIONS = PackagedFile.yaml("/outputs.yaml");

    private final Stack stack;
    private final Map<StackOutput, String> values = new EnumMap<>(StackOutput.class);

    Outputs(Stack stack) {
        this.stack = stack;
    }

    /** @param value as its text */
    void add(StackOutput output, Object value) {
        CfnOutput.Builder.create(stack, output.id())
                .description(Objects.requireNonNull(DESCRIPTIONS.get(output.id()), output.id())
                        .toString())
                .value(value.toString())
                .build();
        values.put(output, value.toString());
    }

    Map<StackOutput, String> values() {
        return Map.copyOf(values);
    }

    /** That of a further account that account A trusts. */
    void addRole(String account, String arn) {
        CfnOutput.Builder.create(stack, StackOutput.ROLE_ARN.id() + account)
                .description("What account " + account + " assumes")
                .value(arn)
                .build();
    }

    /** The version of this project, and the deployment's name if it has one. */
    void identify(Optional<String> name) {
        add(StackOutput.VERSION, Release.version());
        name.ifPresent(own -> add(StackOutput.DEPLOYMENT_NAME, own));
    }

    /**
     * Claims a bucket for one direction. CloudFormation lets no two stacks of one account and Region export the same
     * name, so a stack that copies from a bucket cannot be deployed beside one that offers it as a target: objects
     * would go to and fro for ever. Its refusal names the export, and so the bucket.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html">
     *     Exported outputs</a>
     */
    void claim(String bucket) {
        CfnOutput.Builder.create(stack, "OneWayReplication")
                .description("No other stack copies the other way: docs/settings.md, Loops")
                .value(bucket)
                // Of letters, digits, hyphens and colons; a bucket's name has dots, and no colons.
                .exportName("one-way-replication-of-bucket-" + bucket.replace('.', ':'))
                .build();
    }
}

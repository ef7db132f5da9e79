package org.allowput.infra;

import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.DeploymentName;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

/** The outputs of a stack. Commands and other tools use their names, which do not change. */
final class Outputs {
    private final Stack stack;
    private final Map<String, String> values = new TreeMap<>();

    Outputs(Stack stack) {
        this.stack = stack;
    }

    void add(String name, String description, String value) {
        CfnOutput.Builder.create(stack, name)
                .description(description)
                .value(value)
                .build();
        values.put(name, value);
    }

    /** By their names. */
    Map<String, String> values() {
        return Map.copyOf(values);
    }

    /** The version of this project, and the deployment's name if it has one. */
    void identify(DeploymentName name) {
        add("Version", "The version of allow-put-to-s3", ReleaseVersion.read());
        if (!name.isDefault()) {
            add("DeploymentName", "The setting name", name.text());
        }
    }

    /**
     * Claims a bucket for one direction. CloudFormation lets no two stacks of one account and Region export the same
     * name, so a stack that copies from a bucket cannot be deployed beside one that offers it as a target: objects
     * would go to and fro for ever. Its refusal names the export, and so the bucket.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html">
     *     Exported outputs</a>
     */
    void claim(BucketName bucket) {
        CfnOutput.Builder.create(stack, "OneWayReplication")
                .description("No other stack copies the other way: docs/settings.md, Loops")
                .value(bucket.text())
                .exportName(exportName(bucket))
                .build();
    }

    /** Of letters, digits, hyphens and colons; a bucket's name has dots, and no colons. */
    private static String exportName(BucketName bucket) {
        return "one-way-replication-of-bucket-" + bucket.text().replace('.', ':');
    }
}

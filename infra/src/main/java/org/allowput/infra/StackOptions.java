package org.allowput.infra;

import java.util.Map;
import java.util.Optional;
import org.allowput.infra.settings.region.Region;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PermissionsBoundary;

/** The environment of a stack, with the tags and the permissions boundary of its resources. */
final class StackOptions {
    private StackOptions() {}

    /**
     * Where it is.
     *
     * @param isLong whether it could have more than the 1 MB that CloudFormation takes with indentation
     * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html">
     *     CloudFormation quotas</a>
     */
    static StackProps props(String account, Region region, String description, boolean isLong) {
        return StackProps.builder()
                .env(Environment.builder()
                        .account(account)
                        .region(region.text())
                        .build())
                .description(description)
                .suppressTemplateIndentation(isLong)
                .build();
    }

    static void apply(Stack stack, Optional<String> permissionsBoundary, Map<String, String> tags) {
        permissionsBoundary.ifPresent(arn -> PermissionsBoundary.of(stack)
                .apply(ManagedPolicy.fromManagedPolicyArn(stack, "PermissionsBoundary", arn)));
        tags.forEach((name, value) -> Tags.of(stack).add(name, value));
    }
}

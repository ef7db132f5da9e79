package org.allowput.infra;

import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PermissionsBoundary;

/** Tags and permissions boundary of every resource of a stack. */
final class StackOptions {
    private StackOptions() {}

    static void apply(Stack stack, Optional<String> permissionsBoundary, Map<String, String> tags) {
        permissionsBoundary.ifPresent(arn -> PermissionsBoundary.of(stack)
                .apply(ManagedPolicy.fromManagedPolicyArn(stack, "PermissionsBoundary", arn)));
        tags.forEach((name, value) -> Tags.of(stack).add(name, value));
    }
}

package org.allowput.infra;

import java.util.Map;
import java.util.Optional;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.Region;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PermissionsBoundary;

/** Where a stack is, and the tags and the permissions boundary of its resources. */
final class StackOptions {
    private StackOptions() {}

    static StackProps props(AccountId account, Region region, String description) {
        return StackProps.builder()
                .env(Environment.builder()
                        .account(account.text())
                        .region(region.text())
                        .build())
                .description(description)
                .build();
    }

    static void apply(Stack stack, Optional<String> permissionsBoundary, Map<String, String> tags) {
        permissionsBoundary.ifPresent(arn -> PermissionsBoundary.of(stack)
                .apply(ManagedPolicy.fromManagedPolicyArn(stack, "PermissionsBoundary", arn)));
        tags.forEach((name, value) -> Tags.of(stack).add(name, value));
    }
}

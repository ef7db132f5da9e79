package org.allowput.ops.acceptance.cleanup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.ProfileClients;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * Removes all that the ledger names, the latest first. Stacks of this project retain their buckets and logs: these are
 * read from the stack before it is deleted, and are removed after all stacks.
 */
public record Removal(Accounts accounts, Ledger ledger, Consumer<String> progress) {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final int ATTEMPTS = 3;
    private static final Map<String, CreatedResource.Kind> RETAINED = Map.of(
            "AWS::S3::Bucket", CreatedResource.Kind.BUCKET, "AWS::Logs::LogGroup", CreatedResource.Kind.LOG_GROUP);

    /** Removes everything. Returns what could not be removed. */
    public List<CreatedResource> run() {
        for (int attempt = 0; attempt < ATTEMPTS && !ledger.remaining().isEmpty(); attempt++) {
            remove(CreatedResource.Kind.STACK);
            remove(CreatedResource.Kind.LOG_GROUP);
            remove(CreatedResource.Kind.BUCKET);
        }
        return ledger.remaining();
    }

    private void remove(CreatedResource.Kind kind) {
        List<CreatedResource> latestFirst = new ArrayList<>(ledger.remaining()).reversed();
        for (CreatedResource resource : latestFirst) {
            if (resource.kind() == kind) {
                try {
                    remove(resource);
                } catch (SdkException | IllegalStateException e) {
                    progress.accept("not removed: " + resource + ": " + e.getMessage());
                }
            }
        }
    }

    /** Removes a stack, and what it retains. */
    public void removeWithRetained(CreatedResource stack) {
        List<CreatedResource> before = ledger.remaining();
        remove(stack);
        ledger.remaining().stream().filter(each -> !before.contains(each)).forEach(this::remove);
    }

    /** Removes one resource, and what a stack retains is then in the ledger. */
    public void remove(CreatedResource resource) {
        progress.accept("removing " + resource);
        ProfileClients clients = accounts.of(resource.side());
        switch (resource.kind()) {
            case STACK -> deleteStack(clients.cloudFormation(), resource);
            case BUCKET -> new BucketRemoval(clients.s3(), resource.name()).run();
            case LOG_GROUP -> {
                try {
                    clients.logs().deleteLogGroup(request -> request.logGroupName(resource.name()));
                } catch (ResourceNotFoundException e) {
                    progress.accept(resource + " is removed already");
                }
            }
        }
        ledger.removed(resource);
    }

    private void deleteStack(CloudFormationClient cloudFormation, CreatedResource stack) {
        Optional<Stack> found = CloudFormationStacks.find(cloudFormation, stack.name());
        if (found.isEmpty()) {
            return;
        }
        String id = found.orElseThrow().stackId();
        for (StackResourceSummary resource : cloudFormation
                .listStackResourcesPaginator(request -> request.stackName(id))
                .stackResourceSummaries()) {
            CreatedResource.Kind kind = RETAINED.get(resource.resourceType());
            if (kind != null && resource.physicalResourceId() != null) {
                ledger.found(new CreatedResource(stack.side(), kind, resource.physicalResourceId()));
            }
        }
        cloudFormation.deleteStack(request -> request.stackName(id));
        String status = accounts.polling()
                .until(
                        PATIENCE,
                        () -> CloudFormationStacks.find(cloudFormation, id)
                                .map(Stack::stackStatusAsString)
                                .orElse("DELETE_COMPLETE"),
                        seen -> seen.equals("DELETE_COMPLETE") || seen.equals("DELETE_FAILED"))
                .orElse("in progress");
        if (!status.equals("DELETE_COMPLETE")) {
            throw new IllegalStateException("its status is " + status);
        }
    }
}

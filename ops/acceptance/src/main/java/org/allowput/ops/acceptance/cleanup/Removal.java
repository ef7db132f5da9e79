package org.allowput.ops.acceptance.cleanup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.allowput.ops.acceptance.account.Accounts;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.ObjectVersions;
import org.allowput.ops.aws.ProfileClients;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * Removes all that the ledger names, all of one kind at the same time. Stacks of this project retain their buckets and
 * logs: these are read from the stack before it is deleted, and are removed after all stacks.
 */
public record Removal(Accounts accounts, Ledger ledger, Consumer<String> progress) {
    private static final Duration TIMEOUT = Duration.ofMinutes(20);
    private static final int ATTEMPTS = 3;
    private static final Map<String, CreatedResource.Kind> RETAINED = Map.of(
            "AWS::S3::Bucket", CreatedResource.Kind.BUCKET, "AWS::Logs::LogGroup", CreatedResource.Kind.LOG_GROUP);

    /** Removes everything, and states what is left. Returns whether nothing is. */
    public boolean run() {
        for (int attempt = 0; attempt < ATTEMPTS && !ledger.remaining().isEmpty(); attempt++) {
            for (CreatedResource.Kind kind : CreatedResource.Kind.values()) {
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    ledger.remaining().stream()
                            .filter(resource -> resource.kind() == kind)
                            .forEach(resource -> threads.execute(() -> tryToRemove(resource)));
                }
            }
        }
        List<CreatedResource> left = ledger.remaining();
        progress.accept(
                left.isEmpty()
                        ? "Everything that was created is removed."
                        : "Not removed: " + left + ". Delete what prevents it, and run bin/acceptance with --remove "
                                + ledger.file());
        return left.isEmpty();
    }

    private void tryToRemove(CreatedResource resource) {
        try {
            remove(resource);
        } catch (SdkException | IllegalStateException e) {
            progress.accept("not removed: " + resource + ": " + e.getMessage());
        }
    }

    /** Removes a stack, and what it retains. */
    public void removeWithRetained(CreatedResource stack) {
        remove(stack).forEach(this::remove);
    }

    /** Removes one resource. Returns what a stack retains, which is in the ledger from now on. */
    public List<CreatedResource> remove(CreatedResource resource) {
        progress.accept("removing " + resource);
        ProfileClients clients = accounts.of(resource.side());
        List<CreatedResource> retained = switch (resource.kind()) {
            case STACK, BOOTSTRAP_STACK -> deleteStack(clients.cloudFormation(), resource);
            case LOG_GROUP -> deleteLogGroup(clients.logs(), resource);
            case BUCKET -> {
                deleteBucket(clients.s3(), resource.name());
                yield List.of();
            }
        };
        ledger.removed(resource);
        return retained;
    }

    private List<CreatedResource> deleteLogGroup(CloudWatchLogsClient logs, CreatedResource group) {
        try {
            logs.deleteLogGroup(request -> request.logGroupName(group.name()));
        } catch (ResourceNotFoundException e) {
            progress.accept(group + " is removed already");
        }
        return List.of();
    }

    private static void deleteBucket(S3Client s3, String bucket) {
        try {
            s3.listMultipartUploadsPaginator(request -> request.bucket(bucket)).uploads().stream()
                    .toList()
                    .forEach(upload -> s3.abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
            new ObjectVersions(s3, bucket).deleteAll("");
            s3.deleteBucket(request -> request.bucket(bucket));
        } catch (NoSuchBucketException e) {
            // Removed already, or never created.
            return;
        }
    }

    private List<CreatedResource> deleteStack(CloudFormationClient cloudFormation, CreatedResource stack) {
        Optional<Stack> found = CloudFormationStacks.find(cloudFormation, stack.name());
        if (found.isEmpty()) {
            return List.of();
        }
        List<CreatedResource> retained = new ArrayList<>();
        String id = found.orElseThrow().stackId();
        for (StackResourceSummary resource : cloudFormation
                .listStackResourcesPaginator(request -> request.stackName(id))
                .stackResourceSummaries()) {
            CreatedResource.Kind kind = RETAINED.get(resource.resourceType());
            if (kind != null && resource.physicalResourceId() != null) {
                retained.add(new CreatedResource(stack.side(), kind, resource.physicalResourceId()));
            }
        }
        retained.forEach(ledger::found);
        cloudFormation.deleteStack(request -> request.stackName(id));
        String status = accounts.polling()
                .until(
                        TIMEOUT,
                        () -> CloudFormationStacks.find(cloudFormation, id)
                                .map(Stack::stackStatusAsString)
                                .orElse("DELETE_COMPLETE"),
                        seen -> seen.equals("DELETE_COMPLETE") || seen.equals("DELETE_FAILED"))
                .orElse("in progress");
        if (!status.equals("DELETE_COMPLETE")) {
            throw new IllegalStateException("its status is " + status);
        }
        return retained;
    }
}

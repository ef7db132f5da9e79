package org.allowput.ops.acceptance.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.allowput.ops.acceptance.deploy.Ledger.Kind;
import org.allowput.ops.acceptance.deploy.Ledger.Resource;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.ObjectVersions;
import org.allowput.ops.aws.ProfileClients;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
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
    private static final String DELETED = "DELETE_COMPLETE";

    /** Removes everything, and states what is left. Returns whether nothing is. */
    public boolean run() {
        for (int attempt = 0; attempt < ATTEMPTS && !ledger.remaining().isEmpty(); attempt++) {
            for (Kind kind : Kind.values()) {
                try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    ledger.remaining().stream()
                            .filter(resource -> resource.kind() == kind)
                            .forEach(resource -> threads.execute(() -> tryToRemove(resource)));
                }
            }
        }
        List<Resource> left = ledger.remaining();
        progress.accept(
                left.isEmpty()
                        ? "Everything that was created is removed."
                        : "Not removed: " + left + ". Delete what prevents it, and run bin/acceptance with --remove "
                                + ledger.file());
        return left.isEmpty();
    }

    private void tryToRemove(Resource resource) {
        try {
            remove(resource);
        } catch (SdkException | IllegalStateException e) {
            progress.accept("not removed: " + resource + ": " + e.getMessage());
        }
    }

    /** Removes one resource. Returns what a stack retains, which is in the ledger from now on. */
    public List<Resource> remove(Resource resource) {
        progress.accept("removing " + resource);
        ProfileClients clients = accounts.of(resource.side());
        List<Resource> retained = new ArrayList<>();
        switch (resource.kind()) {
            case STACK, BOOTSTRAP_STACK -> retained.addAll(deleteStack(clients.cloudFormation(), resource));
            case LOG_GROUP -> {
                try {
                    clients.logs().deleteLogGroup(request -> request.logGroupName(resource.name()));
                } catch (ResourceNotFoundException e) {
                    progress.accept(resource + " is removed already");
                }
            }
            case BUCKET -> deleteBucket(clients.s3(), resource);
        }
        ledger.removed(resource);
        return retained;
    }

    private void deleteBucket(S3Client s3, Resource resource) {
        String bucket = resource.name();
        try {
            s3.listMultipartUploadsPaginator(request -> request.bucket(bucket)).uploads().stream()
                    .toList()
                    .forEach(upload -> s3.abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
            new ObjectVersions(s3, bucket).deleteAll("");
            s3.deleteBucket(request -> request.bucket(bucket));
        } catch (NoSuchBucketException e) {
            progress.accept(resource + " is removed already");
        }
    }

    private List<Resource> deleteStack(CloudFormationClient cloudFormation, Resource stack) {
        Optional<Stack> found = CloudFormationStacks.find(cloudFormation, stack.name());
        if (found.isEmpty()) {
            return List.of();
        }
        String id = found.orElseThrow().stackId();
        List<Resource> retained =
                cloudFormation
                        .listStackResourcesPaginator(request -> request.stackName(id))
                        .stackResourceSummaries()
                        .stream()
                        .filter(each -> each.physicalResourceId() != null)
                        .flatMap(each -> kind(each).stream()
                                .map(kind -> new Resource(stack.side(), kind, each.physicalResourceId())))
                        .toList();
        retained.forEach(ledger::found);
        cloudFormation.deleteStack(request -> request.stackName(id));
        String status = accounts.until(
                        TIMEOUT,
                        () -> CloudFormationStacks.find(cloudFormation, id)
                                .map(Stack::stackStatusAsString)
                                .orElse(DELETED),
                        seen -> seen.equals(DELETED) || seen.equals("DELETE_FAILED"))
                .orElse("in progress");
        if (!status.equals(DELETED)) {
            throw new IllegalStateException("its status is " + status);
        }
        return retained;
    }

    /** What a stack can retain; empty for what it deletes. */
    private static Optional<Kind> kind(StackResourceSummary resource) {
        return switch (resource.resourceType()) {
            case "AWS::S3::Bucket" -> Optional.of(Kind.BUCKET);
            case "AWS::Logs::LogGroup" -> Optional.of(Kind.LOG_GROUP);
            default -> Optional.empty();
        };
    }
}

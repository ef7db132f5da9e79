package org.allowput.sandbox.acceptance;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.allowput.ops.aws.CloudFormationStacks;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ObjectVersions;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.sandbox.acceptance.Ledger.Kind;
import org.allowput.sandbox.acceptance.Ledger.Resource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * Removes all that a run has created: what its ledger names, and each stack that has its name. All of one kind are
 * removed at the same time. Stacks of this project retain their buckets and logs: these are read from the stack before
 * it is deleted, and are removed after all stacks.
 *
 * @param name of the run
 */
record Removal(Accounts accounts, Ledger ledger, String name, Consumer<String> progress) {
    private static final int ATTEMPTS = 3;
    private static final String DELETED = "DELETE_COMPLETE";

    /** What the last run has not removed, after another attempt. */
    static List<String> ofLast() {
        RunFolder last = RunFolder.last();
        return last.ledger().remaining().isEmpty() ? List.of() : of(last);
    }

    /** Removes what a run that was killed has left. Returns what is left then, as it may be shown to anybody. */
    static List<String> of(RunFolder killed) {
        try (Accounts accounts = Accounts.ofProperties()) {
            return new Removal(accounts, killed.ledger(), killed.name(), killed::print)
                    .run().stream()
                            .map(Resource::toString)
                            .map(RunFolder::redact)
                            .toList();
        }
    }

    /** Removes everything. Returns what is left. */
    List<Resource> run() {
        try {
            findStacks();
        } catch (SdkException e) {
            progress.accept("the stacks cannot be listed: " + e.getMessage());
        }
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
                        : "Not removed: " + left + ". Delete what prevents it, and run mvn verify -Pacceptance with the"
                                + " same profiles and -Dclean=" + name);
        return left;
    }

    /** Those whose creation a process began, and did not live to write into the ledger. */
    private void findStacks() {
        for (DeploymentStacks side : DeploymentStacks.values()) {
            accounts.of(side).cloudFormation().describeStacksPaginator().stacks().stream()
                    .map(Stack::stackName)
                    .filter(stack -> stack.contains(name))
                    .forEach(stack -> ledger.found(
                            new Resource(side, stack.endsWith("-toolkit") ? Kind.BOOTSTRAP_STACK : Kind.STACK, stack)));
        }
    }

    private void tryToRemove(Resource resource) {
        try {
            progress.accept("removing " + resource);
            remove(resource);
            ledger.removed(resource);
        } catch (SdkException | IllegalStateException e) {
            progress.accept("not removed: " + resource + ": " + e.getMessage());
        }
    }

    private void remove(Resource resource) {
        ProfileClients clients = accounts.of(resource.side());
        switch (resource.kind()) {
            case STACK, BOOTSTRAP_STACK -> deleteStack(clients.cloudFormation(), resource);
            case LOG_GROUP -> {
                try {
                    clients.logs().deleteLogGroup(request -> request.logGroupName(resource.name()));
                } catch (ResourceNotFoundException e) {
                    progress.accept(resource + " is removed already");
                }
            }
            case BUCKET -> deleteBucket(clients.s3(), resource);
        }
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

    private void deleteStack(CloudFormationClient cloudFormation, Resource stack) {
        Optional<Stack> found = CloudFormationStacks.find(cloudFormation, stack.name());
        if (found.isEmpty()) {
            return;
        }
        String id = found.orElseThrow().stackId();
        cloudFormation.listStackResourcesPaginator(request -> request.stackName(id)).stackResourceSummaries().stream()
                .filter(each -> each.physicalResourceId() != null)
                .forEach(each -> kind(each)
                        .ifPresent(kind -> ledger.found(new Resource(stack.side(), kind, each.physicalResourceId()))));
        cloudFormation.deleteStack(request -> request.stackName(id));
        String status = Stacks.await(cloudFormation, id, seen -> seen.equals(DELETED) || seen.equals("DELETE_FAILED"));
        if (!status.equals(DELETED)) {
            throw new IllegalStateException("its status is " + status);
        }
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

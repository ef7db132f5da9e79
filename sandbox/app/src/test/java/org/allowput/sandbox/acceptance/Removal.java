package org.allowput.sandbox.acceptance;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.allowput.ops.access.AccessCheck;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.StackOutputs;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.waiters.CloudFormationWaiter;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

/**
 * Removes all that a run has created, which has the run's name: its stacks, and then the logs and buckets that these
 * retain. All of one kind are removed at the same time.
 *
 * @param name of the run
 */
record Removal(Accounts accounts, String name, Consumer<String> progress) {
    private static final int ATTEMPTS = 3;
    private static final String REMOVED = "Everything that was created is removed.";

    /** In the order of removal. */
    private enum Kind {
        STACK,
        /** Its roles delete the stacks that the CDK has deployed. */
        BOOTSTRAP_STACK,
        LOG_GROUP,
        BUCKET
    }

    /** Removes what an earlier run has left. Returns what is left then, as it may be shown to anybody. */
    static List<String> of(RunFolder run) {
        try (Accounts accounts = Accounts.ofProperties()) {
            return new Removal(accounts, run.name(), run::print)
                    .run().stream().map(RunFolder::redact).toList();
        }
    }

    /** The same of the last run, unless it has removed everything itself. */
    static List<String> ofLast() {
        RunFolder last = RunFolder.last();
        return last.output().contains(REMOVED) ? List.of() : of(last);
    }

    /** Removes everything. Returns what is left. */
    List<String> run() {
        List<String> left = new CopyOnWriteArrayList<>();
        for (int attempt = 0; attempt == 0 || (attempt < ATTEMPTS && !left.isEmpty()); attempt++) {
            left.clear();
            for (Kind kind : Kind.values()) {
                removeAll(kind, left);
            }
        }
        progress.accept(
                left.isEmpty()
                        ? REMOVED
                        : "Not removed: " + left + ". Delete what prevents it, and run mvn verify -Pacceptance with the"
                                + " same profiles and -Dclean=" + name);
        return left;
    }

    private void removeAll(Kind kind, Collection<String> left) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (DeploymentStacks side : DeploymentStacks.values()) {
                ProfileClients clients = accounts.of(side).clients();
                tryTo(
                        "list each " + kind,
                        left,
                        () -> names(clients, kind)
                                .filter(this::isOfRun)
                                .forEach(each -> threads.execute(
                                        () -> tryTo(kind + " " + each, left, () -> remove(clients, kind, each)))));
            }
        }
    }

    private void tryTo(String what, Collection<String> left, Runnable work) {
        try {
            work.run();
        } catch (SdkException e) {
            progress.accept("not removed: " + what + ": " + e.getMessage());
            left.add(what);
        }
    }

    private static Stream<String> names(ProfileClients clients, Kind kind) {
        return switch (kind) {
            case STACK, BOOTSTRAP_STACK ->
                clients.cloudFormation().describeStacksPaginator().stacks().stream()
                        .map(Stack::stackName)
                        .filter(stack -> stack.endsWith("-toolkit") == (kind == Kind.BOOTSTRAP_STACK));
            case LOG_GROUP ->
                clients.logs().describeLogGroupsPaginator().logGroups().stream().map(LogGroup::logGroupName);
            case BUCKET -> clients.s3().listBuckets().buckets().stream().map(Bucket::name);
        };
    }

    /** The names of the bootstrap resources have letters and digits only. */
    private boolean isOfRun(String resource) {
        return resource.replace("-", "").contains(name.replace("-", ""));
    }

    private void remove(ProfileClients clients, Kind kind, String resource) {
        progress.accept("removing " + kind + " " + resource);
        switch (kind) {
            case STACK, BOOTSTRAP_STACK -> deleteStack(clients.cloudFormation(), resource);
            case LOG_GROUP -> clients.logs().deleteLogGroup(request -> request.logGroupName(resource));
            case BUCKET -> deleteBucket(clients.s3(), resource);
        }
    }

    private static void deleteBucket(S3Client s3, String bucket) {
        s3.listMultipartUploadsPaginator(request -> request.bucket(bucket)).uploads().stream()
                .toList()
                .forEach(upload -> s3.abortMultipartUpload(
                        request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        AccessCheck.deleteVersions(s3, bucket, "");
        s3.deleteBucket(request -> request.bucket(bucket));
    }

    private static void deleteStack(CloudFormationClient cloudFormation, String stack) {
        // By its id, its status can be read after it is deleted.
        String id = StackOutputs.findStack(cloudFormation, stack).orElseThrow().stackId();
        cloudFormation.deleteStack(request -> request.stackName(id));
        try (CloudFormationWaiter waiter = Stacks.waiter(cloudFormation)) {
            waiter.waitUntilStackDeleteComplete(request -> request.stackName(id));
        }
    }
}

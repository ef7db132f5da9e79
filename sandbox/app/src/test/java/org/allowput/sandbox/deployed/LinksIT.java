package org.allowput.sandbox.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.testing.Finished;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFixture;
import org.allowput.sandbox.command.CommandProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Cuts links of docs/on-call.md by the call that their owner could make, and repairs each by the command that
 * {@code bin/status} prints. A drift-aware change set, the repair of some, is in no emulator: these are put back by the
 * owner's call. Links that are not cut here are cut by AWS's documented answers, in {@code StatusCommandTest}.
 */
class LinksIT {
    private static final Pattern CUT = Pattern.compile("\\{\"link\":\"([^\"]+)\",\"state\":\"cut\"");
    /** A command of the AWS CLI, without what is said after it. */
    private static final Pattern COMMAND = Pattern.compile("Repair: (aws .*?)(?=, (?:or|with) |\n)");

    private final Sandbox sandbox = SandboxFixture.sandbox();
    private final Buckets buckets = new Buckets(sandbox);

    @TempDir
    private Path folder = Path.of("");

    /** The link that is named, and whether what is put meanwhile is copied after the repair. */
    private enum Cut {
        NOTIFICATION("notification", false),
        INTERRUPTED_RULE("interrupted-rule", true),
        REDRIVE_POLICY("dead-letter-queue", true),
        QUEUE_POLICY("queue-policy", false),
        MAPPING_DISABLED("event-source-mapping", true),
        CONCURRENCY("concurrency", true),
        LOG_GROUP("log-group", true),
        SCHEDULE_DISABLED("source-look", true),
        SCHEDULE_DELETED("source-look", true);

        private final String link;
        private final boolean keepsEvents;

        Cut(String link, boolean keepsEvents) {
            this.link = link;
            this.keepsEvents = keepsEvents;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLinkThatItsOwnerCutsIsNamedAndTheRepairThatIsPrintedConnectsIt(Cut cut) throws IOException {
        Set<String> others = cutLinks();
        assertThat(others).as("before it is cut").doesNotContain(cut.link);
        Set<String> withIt = new TreeSet<>(others);
        withIt.add(cut.link);

        Runnable undo = cut(cut);
        try {
            buckets.put("links/" + cut + "/meanwhile");
            Finished status = status();
            assertThat(status.status()).isEqualTo(1);
            assertThat(status.output()).containsPattern("\n" + cut.link + " +cut: .+\\. Repair: .+\n");
            assertThat(cutLinks()).isEqualTo(withIt);
            repair(status.output().replaceFirst("(?s).*(\n" + cut.link + " +cut: [^\n]*\n).*", "$1"), undo);
        } catch (IOException | RuntimeException | AssertionError e) {
            undo.run();
            throw e;
        }

        assertThat(cutLinks()).as("after the repair").isEqualTo(others);
        buckets.put("links/" + cut + "/after");
        buckets.copied("links/" + cut + "/after");
        if (cut.keepsEvents) {
            buckets.copied("links/" + cut + "/meanwhile");
        } else {
            assertThat(buckets.target().head("links/" + cut + "/meanwhile")).isEmpty();
        }
    }

    private Set<String> cutLinks() {
        return CUT.matcher(status("--json").output())
                .results()
                .map(link -> link.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Finished status(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "status";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return new CommandProcess(sandbox.emulator()).run(arguments);
    }

    /** Runs the command of the line, as it is printed. */
    private void repair(String line, Runnable undo) throws IOException {
        Matcher command = COMMAND.matcher(line);
        if (line.contains("resume")) {
            new CommandProcess(sandbox.emulator()).run("resume").succeeded();
        } else if (command.find()) {
            AwsCli cli = new AwsCli(sandbox.emulator(), folder);
            cli.run(sandbox.source(), cli.declared(sandbox.source()) + command.group(1) + "\n")
                    .succeeded();
        } else {
            assertThat(line).endsWith("Repair: docs/on-call.md#revert-drift\n");
            undo.run();
        }
    }

    /** Returns what the owner would do to undo it. */
    private Runnable cut(Cut cut) {
        return switch (cut) {
            case NOTIFICATION -> notification();
            case INTERRUPTED_RULE -> interruptedRule();
            case REDRIVE_POLICY -> queueAttribute(QueueAttributeName.REDRIVE_POLICY);
            case QUEUE_POLICY -> queueAttribute(QueueAttributeName.POLICY);
            case MAPPING_DISABLED -> mapping();
            case CONCURRENCY -> concurrency();
            case LOG_GROUP -> logGroup();
            case SCHEDULE_DISABLED -> disabledSchedule();
            case SCHEDULE_DELETED -> deletedSchedule();
        };
    }

    /** The bucket sends nothing any more, as after somebody else has put a configuration of their own. */
    private Runnable notification() {
        S3Client s3 = sandbox.source().s3();
        String bucket = sandbox.sourceBucket();
        GetBucketNotificationConfigurationResponse before = buckets.notifications();
        s3.putBucketNotificationConfiguration(
                request -> request.bucket(bucket).notificationConfiguration(configuration -> {}));
        return () -> s3.putBucketNotificationConfiguration(request -> request.bucket(bucket)
                .notificationConfiguration(configuration -> configuration
                        .queueConfigurations(before.queueConfigurations())
                        .eventBridgeConfiguration(before.eventBridgeConfiguration())));
    }

    private Runnable interruptedRule() {
        EventBridgeClient eventBridge =
                sandbox.source().configure(EventBridgeClient.builder()).build();
        String rule = sandbox
                .source()
                .cloudFormation()
                .listStackResourcesPaginator(request -> request.stackName("ReplicationSource"))
                .stackResourceSummaries()
                .stream()
                .filter(resource -> resource.logicalResourceId().contains("InterruptedRule")
                        && resource.resourceType().equals("AWS::Events::Rule"))
                .findFirst()
                .orElseThrow()
                .physicalResourceId();
        eventBridge.disableRule(request -> request.name(rule));
        return () -> eventBridge.enableRule(request -> request.name(rule));
    }

    private Runnable queueAttribute(QueueAttributeName name) {
        SqsClient sqs = sandbox.source().sqs();
        String queue = sandbox.queueUrl();
        String before = sqs.getQueueAttributes(
                        request -> request.queueUrl(queue).attributeNames(name))
                .attributes()
                .get(name);
        sqs.setQueueAttributes(request -> request.queueUrl(queue).attributes(Map.of(name, "")));
        return () -> sqs.setQueueAttributes(request -> request.queueUrl(queue).attributes(Map.of(name, before)));
    }

    private Runnable mapping() {
        LambdaClient lambda = sandbox.source().lambda();
        String mapping = lambda.listEventSourceMappings(
                        request -> request.functionName(sandbox.output(StackOutput.FUNCTION_ALIAS_ARN)))
                .eventSourceMappings()
                .getFirst()
                .uuid();
        lambda.updateEventSourceMapping(request -> request.uuid(mapping).enabled(false));
        return () ->
                lambda.updateEventSourceMapping(request -> request.uuid(mapping).enabled(true));
    }

    private Runnable concurrency() {
        LambdaClient lambda = sandbox.source().lambda();
        String function = sandbox.output(StackOutput.FUNCTION_NAME);
        lambda.putFunctionConcurrency(request -> request.functionName(function).reservedConcurrentExecutions(0));
        return () -> lambda.deleteFunctionConcurrency(request -> request.functionName(function));
    }

    private Runnable logGroup() {
        CloudWatchLogsClient logs =
                sandbox.source().configure(CloudWatchLogsClient.builder()).build();
        String group = sandbox.output(StackOutput.FUNCTION_LOG_GROUP_NAME);
        logs.deleteLogGroup(request -> request.logGroupName(group));
        return () -> logs.createLogGroup(request -> request.logGroupName(group));
    }

    private Runnable disabledSchedule() {
        SchedulerClient scheduler =
                sandbox.source().configure(SchedulerClient.builder()).build();
        GetScheduleResponse before = scheduler.getSchedule(request -> request.name(look()));
        Consumer<ScheduleState> update = state -> scheduler.updateSchedule(request -> request.name(before.name())
                .scheduleExpression(before.scheduleExpression())
                .flexibleTimeWindow(before.flexibleTimeWindow())
                .target(before.target())
                .state(state));
        update.accept(ScheduleState.DISABLED);
        return () -> update.accept(ScheduleState.ENABLED);
    }

    private Runnable deletedSchedule() {
        SchedulerClient scheduler =
                sandbox.source().configure(SchedulerClient.builder()).build();
        GetScheduleResponse before = scheduler.getSchedule(request -> request.name(look()));
        scheduler.deleteSchedule(request -> request.name(look()));
        return () -> scheduler.createSchedule(request -> request.name(before.name())
                .scheduleExpression(before.scheduleExpression())
                .flexibleTimeWindow(before.flexibleTimeWindow())
                .target(before.target()));
    }

    private String look() {
        return sandbox.output(StackOutput.FUNCTION_NAME) + "-source-look";
    }
}

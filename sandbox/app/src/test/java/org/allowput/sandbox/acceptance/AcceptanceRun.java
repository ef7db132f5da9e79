package org.allowput.sandbox.acceptance;

import static org.allowput.ops.aws.DeploymentStacks.SOURCE;
import static org.allowput.ops.aws.DeploymentStacks.TARGET;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.testing.Finished;
import org.allowput.ops.access.AccessCheck;
import org.allowput.ops.access.Attempt;
import org.allowput.ops.access.Callers;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.Operations;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * What the tests of this JVM deploy into the accounts of {@code -Dtarget.profile} and {@code -Dsource.profile}, each
 * way when a test first asks for it. All of it has the run's name, and is removed when the JVM ends, also after Ctrl-C.
 */
public final class AcceptanceRun {
    /** Of large objects, with {@link Way#OPTIONS}: the smallest part that S3 takes. */
    public static final int RANGE_MIB = 5;

    private final String name = "acc-"
            + new SecureRandom()
                    .ints(6, 0, Character.MAX_RADIX)
                    .mapToObj(digit -> Integer.toString(digit, Character.MAX_RADIX))
                    .collect(Collectors.joining());
    private final String externalId = name + "-" + new SecureRandom().nextLong(Long.MAX_VALUE);
    private final Map<Way, Deployment> deployments = new EnumMap<>(Way.class);
    private final RunFolder folder = new RunFolder(name);
    private final Optional<EmulatedAccounts> emulated;
    private final Accounts accounts;
    private final Stacks stacks;
    private final CdkDeployment cdk;
    private boolean bootstrapped;

    /** How a deployment is made. */
    public enum Way {
        /** By the CDK, with the default settings: in the sandbox, unless there are profiles. */
        CDK,
        /** By the CDK, with all options that have a test. */
        OPTIONS,
        /** By the plain templates. */
        PLAIN
    }

    private static final class Started {
        private static final AcceptanceRun RUN = new AcceptanceRun();
    }

    /** Whether there are two profiles. */
    static boolean hasProfiles() {
        return !System.getProperty(Accounts.TARGET_PROFILE, "").isEmpty();
    }

    static AcceptanceRun current() {
        return Started.RUN;
    }

    private AcceptanceRun() {
        RunFolder.keepSecret(externalId);
        emulated = Boolean.getBoolean("acceptance.emulator")
                ? Optional.of(EmulatedAccounts.start(folder.path(), true))
                : Optional.empty();
        accounts = Accounts.ofProperties();
        folder.rememberLast();
        folder.print("The run is " + name + ". If it is killed, -Dclean=" + name + " removes what it has left.");
        stacks = new Stacks(accounts, name, folder::print);
        cdk = new CdkDeployment(stacks, name, externalId, variables(), folder.path());
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "remove-acceptance"));
        stacks.createOwn();
    }

    private Map<String, String> variables() {
        return emulated.map(EmulatedAccounts::variables)
                .orElseGet(() -> System.getenv().entrySet().stream()
                        .filter(each -> each.getKey().matches("AWS_(CONFIG|SHARED_CREDENTIALS)_FILE|AWS_CA_BUNDLE"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private void end() {
        stacks.close();
        new Removal(accounts, name, folder::print).run();
        accounts.close();
        emulated.ifPresent(EmulatedAccounts::close);
    }

    private String of(Way way) {
        return switch (way) {
            case CDK -> name;
            case OPTIONS -> name + "-o";
            case PLAIN -> name + "-p";
        };
    }

    synchronized Deployment deployment(Way way) {
        return deployments.computeIfAbsent(way, this::deploy);
    }

    private Deployment deploy(Way way) {
        switch (way) {
            case CDK -> byCdk(way, Map.of());
            case OPTIONS -> byCdk(way, options());
            case PLAIN -> new PlainDeployment(stacks, of(way), externalId).deploy();
        }
        StackOutputs target = StackOutputs.of(accounts.target(), TARGET.of(of(way)));
        Map<String, String> outputs = new LinkedHashMap<>(target.byName());
        outputs.putAll(StackOutputs.of(accounts.source(), SOURCE.of(of(way))).byName());
        return new Deployment(
                accounts.administrator(TARGET),
                accounts.administrator(SOURCE),
                outputs,
                externalId,
                texts -> log(outputs, texts),
                () -> accesses(target));
    }

    private void byCdk(Way way, Map<String, String> settings) {
        if (!bootstrapped) {
            cdk.bootstrap();
            bootstrapped = true;
        }
        cdk.deploy(of(way), settings);
    }

    private Map<String, String> options() {
        return Map.of(
                "target.kmsKeyArn",
                stacks.keyArn(TARGET),
                "source.kmsKeyArn",
                stacks.keyArn(SOURCE),
                "optIns.replicateTags",
                "true",
                "optIns.replicateDeletes",
                "deletions",
                "receipts.enabled",
                "true",
                "backfill.enabled",
                "true",
                "largeObjects.thresholdMiB",
                String.valueOf(2 * RANGE_MIB),
                "largeObjects.rangeMiB",
                String.valueOf(RANGE_MIB));
    }

    private List<String> log(Map<String, String> outputs, List<String> texts) {
        CloudWatchLogsClient logs = accounts.source().logs();
        return logs
                .filterLogEventsPaginator(
                        request -> request.logGroupName(outputs.get(StackOutput.FUNCTION_LOG_GROUP_NAME.id())))
                .events()
                .stream()
                .map(FilteredLogEvent::message)
                .filter(line -> texts.stream().allMatch(line::contains))
                .toList();
    }

    /** Without a third account, and without a principal of B that has no policy. */
    private List<Attempt> accesses(StackOutputs target) {
        return AccessCheck.run(
                target.grant(),
                externalId,
                stacks.ownBucket(TARGET),
                new Callers(
                        accounts.source().sts(),
                        accounts.source().s3(),
                        credentials -> accounts.source().as(credentials).s3(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(accounts.target().s3()),
                        left -> {
                            throw new IllegalStateException("Not removed: " + left);
                        }));
    }

    /** The KMS key of an account, under which objects can be put. */
    public String keyArn(DeploymentStacks side) {
        return stacks.keyArn(side);
    }

    /** Runs a command such as {@code redrive} on account B's stack, as people run it. */
    public Finished command(Way way, String command, String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed, true);
        List<String> words = new ArrayList<>(List.of(arguments));
        words.add("--stack=" + SOURCE.of(of(way)));
        words.add("--profile=" + accounts.sourceProfile());
        words.add("--region=" + accounts.region());
        int status =
                Operations.commandLine(command).setOut(writer).setErr(writer).execute(words.toArray(String[]::new));
        return new Finished(status, printed.toString());
    }
}

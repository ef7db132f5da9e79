package org.allowput.sandbox.acceptance;

import static org.allowput.ops.aws.DeploymentStacks.SOURCE;
import static org.allowput.ops.aws.DeploymentStacks.TARGET;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.testing.Finished;
import org.allowput.ops.access.AccessCheck;
import org.allowput.ops.access.AccessCheck.CallingPrincipal;
import org.allowput.ops.access.Attempt;
import org.allowput.ops.aws.DeploymentStacks;
import org.allowput.ops.aws.ProfileClients;
import org.allowput.ops.aws.StackOutputs;
import org.allowput.ops.cli.Operations;
import org.allowput.sandbox.CdkCommandLine;
import org.allowput.sandbox.NpmPackages;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.s3.S3Client;

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

    public enum Way {
        /** By the plain templates, with the default settings: in the sandbox, unless there are profiles. */
        PLAIN,
        /** By the CDK, with all options that have a test. */
        OPTIONS
    }

    private static final class Started {
        private static final AcceptanceRun RUN = new AcceptanceRun();
    }

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
        return way == Way.PLAIN ? name : name + "-o";
    }

    synchronized Deployment deployment(Way way) {
        return deployments.computeIfAbsent(way, this::deploy);
    }

    private Deployment deploy(Way way) {
        if (way == Way.PLAIN) {
            deployTemplates();
        } else {
            deployByCdk(of(way), options());
        }
        StackOutputs target = StackOutputs.of(accounts.target().clients(), TARGET.of(of(way)));
        Map<String, String> outputs = new LinkedHashMap<>(target.byName());
        outputs.putAll(
                StackOutputs.of(accounts.source().clients(), SOURCE.of(of(way))).byName());
        return new Deployment(
                accounts.target().account(),
                accounts.source().account(),
                outputs,
                externalId,
                texts -> log(outputs, texts),
                () -> accesses(target));
    }

    /** As somebody without the CDK deploys them: a zip in a bucket, and two stacks. */
    private void deployTemplates() {
        Path root = Checkout.current().root();
        Path template = root.resolve("templates/ReplicationSource.yaml");
        stacks.create(
                TARGET,
                TARGET.of(name),
                Unchecked.get(() -> Files.readString(template.resolveSibling("ReplicationTarget.yaml"))),
                map("SourceAccount=%s BucketName=%s RoleName=AllowPutToS3-%s AlarmEmail=none ExternalId=%s"
                        .formatted(accounts.source().id(), stacks.bucket("plain", TARGET), name, externalId)));
        String bucket = stacks.ownBucket(SOURCE);
        S3Client s3 = accounts.source().clients().s3();
        s3.putObject(request -> request.bucket(bucket).key("function.zip"), root.resolve("lambda/target/function.zip"));
        // Too long for a request.
        s3.putObject(request -> request.bucket(bucket).key("template"), template);
        String grant =
                StackOutputs.of(accounts.target().clients(), TARGET.of(name)).get(StackOutput.TARGET_GRANT);
        stacks.create(
                SOURCE,
                SOURCE.of(name),
                s3.utilities()
                        .getUrl(request -> request.bucket(bucket).key("template"))
                        .toString(),
                map(
                        "CodeBucket=%s CodeKey=function.zip FunctionName=%s AlarmEmail=none TargetGrant=%s SourceBucketName=%s ExternalId=%s"
                                .formatted(
                                        bucket, SOURCE.of(name), grant, stacks.bucket("plain", SOURCE), externalId)));
    }

    /**
     * By the CDK's command line, in the version that {@code package-lock.json} pins, each account with its own profile.
     * The bootstrap resources have a qualifier of their own, so that those of the account, if there are any, are not
     * touched.
     */
    private void deployByCdk(String deployment, Map<String, String> settings) {
        NpmPackages.CDK.ensure(Checkout.current(), line -> {});
        Region region = accounts.region();
        Map<String, String> all = new TreeMap<>(settings);
        all.put("name", deployment);
        all.put("@aws-cdk/core:bootstrapQualifier", qualifier());
        for (DeploymentStacks side : DeploymentStacks.values()) {
            String id = accounts.of(side).id();
            all.put(side.name().toLowerCase(Locale.ROOT) + ".account", id);
            all.put(side.name().toLowerCase(Locale.ROOT) + ".region", region.id());
            stacks.creating("the stack " + toolkit());
            cdk(
                    side,
                    List.of(
                            "bootstrap",
                            "aws://" + id + "/" + region,
                            "--qualifier=" + qualifier(),
                            "--toolkit-stack-name=" + toolkit(),
                            "--cloudformation-execution-policies=arn:"
                                    + region.metadata().partition().id() + ":iam::aws:policy/AdministratorAccess"));
        }
        String assembly = folder.path().resolve("cdk.out-" + deployment).toString();
        List<String> synth = new ArrayList<>(List.of("synth", "--quiet", "--output=" + assembly));
        synth.addAll(CdkCommandLine.context(all));
        cdk(DeploymentStacks.SOURCE, synth);
        for (DeploymentStacks side : DeploymentStacks.values()) {
            String stack = side.of(deployment);
            stacks.creating("the stack " + stack);
            cdk(
                    side,
                    List.of(
                            "deploy",
                            stack,
                            "--app=" + assembly,
                            "--exclusively",
                            "--require-approval=never",
                            "--progress=events",
                            "--toolkit-stack-name=" + toolkit(),
                            "--parameters=" + stack + ":ExternalId=" + externalId));
        }
    }

    private String toolkit() {
        return "Acceptance-" + name + "-toolkit";
    }

    /** At most ten letters and digits. */
    private String qualifier() {
        return name.replace("-", "");
    }

    private void cdk(DeploymentStacks side, List<String> arguments) {
        List<String> words = new ArrayList<>();
        Path root = Checkout.current().root();
        words.add(Tool.NODE.find(Checkout.current()).toString());
        words.add(root.resolve("node_modules/aws-cdk/bin/cdk").toString());
        words.addAll(arguments);
        Map<String, String> environment = new TreeMap<>(variables());
        environment.putAll(Map.of(
                "AWS_PROFILE", accounts.of(side).profile(),
                "AWS_REGION", accounts.region().id(),
                "EXTERNAL_ID", externalId,
                "CDK_DISABLE_CLI_TELEMETRY", "true",
                "CDK_DISABLE_VERSION_CHECK", "true",
                "NODE_NO_WARNINGS", "1",
                "NO_COLOR", "1"));
        Finished.of(new ExternalCommand(root, environment, words)).succeeded();
    }

    private Map<String, String> options() {
        return map(("target.kmsKeyArn=%s source.kmsKeyArn=%s optIns.replicateTags=true receipts.enabled=true"
                        + " optIns.replicateDeletes=deletions backfill.enabled=true"
                        + " largeObjects.thresholdMiB=%d largeObjects.rangeMiB=%d")
                .formatted(stacks.keyArn(TARGET), stacks.keyArn(SOURCE), 2 * RANGE_MIB, RANGE_MIB));
    }

    /** Of words such as {@code name=value}. */
    private static Map<String, String> map(String words) {
        return Stream.of(words.split(" "))
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private List<String> log(Map<String, String> outputs, List<String> texts) {
        CloudWatchLogsClient logs = accounts.source().clients().logs();
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
        ProfileClients source = accounts.source().clients();
        return new AccessCheck(
                        Map.of(CallingPrincipal.TRUSTED, source.sts()),
                        source.s3(),
                        credentials -> source.as(credentials).s3(),
                        Optional.of(accounts.target().clients().s3()),
                        left -> {
                            throw new IllegalStateException(left);
                        })
                .run(target.grant(), externalId, "", "");
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
        words.add("--profile=" + accounts.source().profile());
        words.add("--region=" + accounts.region());
        int status =
                Operations.commandLine(command).setOut(writer).setErr(writer).execute(words.toArray(String[]::new));
        return new Finished(status, printed.toString());
    }
}

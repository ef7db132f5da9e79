package org.allowput.sandbox;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.Account;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.ExternalCommand;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.Tool;
import org.allowput.emulator.local.Unchecked;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.waiters.CloudFormationWaiter;

/**
 * The CDK's own command line, in the version that {@code package-lock.json} pins, as the target account's administrator
 * and with the emulator as AWS. Everything it prints goes to a log, the ExternalId masked.
 *
 * @param cloudFormation where templates go: what stands before the emulator refuses those that AWS refuses
 */
public record CdkCommandLine(
        Checkout checkout,
        StateDirectory state,
        EmulatorAddress emulator,
        URI cloudFormation,
        GeneratedExternalId externalId) {
    private static final int TAIL = 30;
    private static final String BOOTSTRAP_TEMPLATE = "node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml";
    private static final Duration POLL = Duration.ofMillis(100);
    /** The lines of the CDK and of {@code build/cdk-app} that tell a step of a deployment. */
    private static final Pattern STEP = Pattern.compile(
            "synthesizing the templates|Synthesis time: .*|\\w+: (?:creating CloudFormation changeset|deploying)|✅.*");

    /**
     * Prepares an account for deployments by the target account: deploys what {@code cdk bootstrap --trust} does,
     * without a start of the CDK's command line for each account.
     *
     * @see <a href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html">Its template's
     *     parameters</a>
     */
    public void bootstrap(Account account) {
        CloudFormationClient client = account.cloudFormation();
        client.createStack(request -> request.stackName("CDKToolkit")
                .templateBody(
                        Unchecked.get(() -> Files.readString(checkout.root().resolve(BOOTSTRAP_TEMPLATE))))
                .capabilities(Capability.CAPABILITY_NAMED_IAM)
                .parameters(
                        parameter("TrustedAccounts", Emulator.TARGET_ACCOUNT),
                        parameter("CloudFormationExecutionPolicies", "arn:aws:iam::aws:policy/AdministratorAccess"),
                        // What the command sets unless it is asked for a key.
                        parameter("FileAssetsBucketKmsKeyId", "AWS_MANAGED_KEY")));
        try (CloudFormationWaiter waiter = CloudFormationWaiter.builder()
                .client(client)
                .overrideConfiguration(
                        wait -> wait.maxAttempts(600).backoffStrategyV2(BackoffStrategy.fixedDelay(POLL)))
                .build()) {
            waiter.waitUntilStackCreateComplete(request -> request.stackName("CDKToolkit"));
        }
    }

    private static Parameter parameter(String name, String value) {
        return Parameter.builder().parameterKey(name).parameterValue(value).build();
    }

    /**
     * {@code cdk deploy --all}.
     *
     * @param options besides, as {@code -c setting=value}
     * @return the outputs of each stack by name
     */
    public Map<String, Map<String, String>> deploy(Account deployer, List<String> options, Consumer<String> progress) {
        List<String> words = deployment();
        words.addAll(options);
        run(checkout.root(), words, deployer, line -> {
            Matcher step = STEP.matcher(line);
            if (step.find()) {
                progress.accept(step.group());
            }
        });
        return values(Unchecked.get(() -> Files.readString(outputs())));
    }

    /** The words of a deployment of all stacks, each of which gets the ExternalId. */
    public List<String> deployment() {
        List<String> words = new ArrayList<>(List.of("deploy", "--all", "--require-approval", "never"));
        words.addAll(List.of("--progress", "events", "--concurrency", "2"));
        words.addAll(List.of("--output", state.folder().resolve("cdk.out").toString()));
        words.addAll(List.of("--outputs-file", outputs().toString()));
        words.addAll(List.of("--parameters", "ExternalId=" + externalId.value()));
        return words;
    }

    private Path outputs() {
        return state.folder().resolve("outputs.json");
    }

    /** Settings as options of the CDK. */
    public static List<String> context(Map<String, String> settings) {
        List<String> words = new ArrayList<>();
        new TreeMap<>(settings).forEach((name, value) -> words.addAll(List.of("-c", name + "=" + value)));
        return words;
    }

    /**
     * Any command of the CDK.
     *
     * @param directory of the app
     * @param lines is given what it prints
     */
    public void run(Path directory, List<String> arguments, Account caller, Consumer<String> lines) {
        List<String> words = new ArrayList<>();
        words.add(Tool.NODE.find(checkout).toString());
        words.add(checkout.root().resolve("node_modules/aws-cdk/bin/cdk").toString());
        words.addAll(arguments);
        ArrayDeque<String> tail = new ArrayDeque<>();
        try (PrintWriter log = new PrintWriter(
                Files.newBufferedWriter(state.deployLog(), StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            int status = new ExternalCommand(directory, environment(caller), words).run(line -> {
                String masked = externalId.maskedIn(line);
                log.println(masked);
                log.flush();
                tail.addLast(masked);
                if (tail.size() > TAIL) {
                    tail.removeFirst();
                }
                lines.accept(masked);
            });
            if (status != 0) {
                throw new SetupException("\"cdk " + arguments.getFirst() + "\" ended with status " + status
                        + ". The end of its output (the complete output is in " + state.deployLog() + "):\n"
                        + String.join("\n", tail) + "\nFix the error above and run the command again.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment(Account caller) {
        Map<String, String> environment = emulator.variables(caller);
        environment.putAll(Map.of(
                "AWS_ENDPOINT_URL_CLOUDFORMATION", cloudFormation.toString(),
                "AWS_CONFIG_FILE", state.folder().resolve("no-aws-config").toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                        state.folder().resolve("no-aws-credentials").toString(),
                "NO_PROXY", "localhost,127.0.0.1",
                "EXTERNAL_ID", externalId.value()));
        environment.putAll(Map.of(
                "NODE_EXTRA_CA_CERTS", emulator.certificate().certificate().toString(),
                "CDK_HOME", state.folder().resolve("cdk").toString(),
                "CDK_DISABLE_CLI_TELEMETRY", "true",
                "CDK_DISABLE_VERSION_CHECK", "true",
                "NODE_NO_WARNINGS", "1",
                "NO_COLOR", "1"));
        return environment;
    }

    private static Map<String, Map<String, String>> values(String outputs) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        Unchecked.get(() -> JSON.std.mapFrom(outputs)).forEach((stack, values) -> {
            if (values instanceof Map<?, ?> map) {
                Map<String, String> ofStack = new TreeMap<>();
                map.forEach((name, value) -> ofStack.put(String.valueOf(name), String.valueOf(value)));
                all.put(stack, ofStack);
            }
        });
        return all;
    }
}

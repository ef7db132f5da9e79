package org.allowput.sandbox.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.StackOutput;
import org.allowput.emulator.fault.Fault;
import org.allowput.emulator.fault.FaultProxy;
import org.allowput.emulator.fault.ProxiedRequest;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.TlsCertificate;
import org.allowput.emulator.strict.StrictS3;
import org.allowput.emulator.testing.Eventually;
import org.allowput.host.LambdaHost;
import org.allowput.host.LogFile;
import org.allowput.host.function.HelperFunctionCredentials;
import org.allowput.host.function.LambdaApiFunctions;
import org.allowput.host.settings.HostSettings;
import org.allowput.host.settings.LogEvent;
import org.allowput.sandbox.BackgroundJvm;
import org.allowput.sandbox.LambdaHostProcess;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.deployed.Buckets;
import org.allowput.sandbox.deployed.Deployments;
import org.allowput.sandbox.deployed.Queues;
import org.allowput.sandbox.deployed.Secrets;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * The deployed stacks in a sandbox of their own, with a proxy between the function and the emulator and the Lambda host
 * in this JVM, so that its environments can be killed. What is deployed is the zip, by {@code cdk deploy}.
 */
final class SoakDeployment implements AutoCloseable {
    /** Deletions are replicated, so that at the end both buckets hold the same keys, not the target's some more. */
    static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("keys.include", Keys.FROM + "**"),
            Map.entry("keys.stripPrefix", Keys.FROM),
            Map.entry("keys.addPrefix", Keys.TO),
            Map.entry("optIns.replicateDeletes", "deletionsAndExpirations"),
            Map.entry("function.timeoutSeconds", "30"),
            // Every object fits into one invocation.
            Map.entry("largeObjects.enabled", "false"),
            Map.entry("queue.functionConcurrency", Integer.toString(environments())));

    /** Percent: the delays of retries as a fraction of those that are deployed, so that the test needs no hours. */
    private static final int RETRY_DELAYS = 5;

    private static final Pattern BOUNDARY = Pattern.compile("^(START|END) RequestId: (\\S+)");

    private final Map<String, String> settings;
    private final int retryDelayPercent;
    private final Deployments deployments;
    private final Sandbox sandbox;
    private final SdkHttpClient http;
    private final LogFile logFile;
    private final FaultProxy proxy;
    private final LambdaHost host;
    final Secrets secrets = new Secrets();
    final Environments environments;
    final FaultInjector storm;
    private final Set<String> invocations = ConcurrentHashMap.newKeySet();
    private volatile Function<ProxiedRequest, Optional<Fault>> faults;

    SoakDeployment(long seed) throws IOException {
        this(SoakIT.class, seed, SETTINGS, RETRY_DELAYS);
    }

    /** With other settings, and with that part of the delays of retries. */
    SoakDeployment(Class<?> test, long seed, Map<String, String> settings, int retryDelayPercent) throws IOException {
        this.settings = settings;
        this.retryDelayPercent = retryDelayPercent;
        deployments = new Deployments(test, settings);
        sandbox = deployments.sandbox();
        environments = new Environments(seed);
        storm = new FaultInjector(seed, environments, secrets);
        faults = storm;
        secrets.add(sandbox.externalId());
        proxy = FaultProxy.start(
                sandbox.emulator().endpoint(),
                sandbox.stateDirectory().resolve("tls"),
                StrictS3.before(sandbox.emulator()),
                request -> faults.apply(request));
        http = Apache5HttpClient.builder()
                .tlsTrustManagersProvider(proxy::trust)
                .build();
        logFile = LogFile.open(sandbox.functionLog());
        host = LambdaHost.start(hostSettings(), deployments.endHost());
    }

    private HostSettings hostSettings() {
        LambdaClient lambda = sandbox.source().lambda();
        HelperFunctionCredentials credentials = new HelperFunctionCredentials(lambda);
        return HostSettings.of(
                        new LambdaApiFunctions(lambda, http, sandbox.output(StackOutput.FUNCTION_NAME)),
                        function -> secrets.add(credentials.credentialsFor(function)),
                        sandbox.stateDirectory().resolve("soak-host"),
                        LambdaHostProcess.runtime(Checkout.current()))
                .withAdditions(variables(), jvmOptions())
                .withEnvironments(environments())
                .withLog(logFile.andThen(this::follow));
    }

    /** Which invocations run. */
    private void follow(LogEvent event) {
        Matcher boundary = BOUNDARY.matcher(event.message());
        if (boundary.find()) {
            if (boundary.group(1).equals("START")) {
                invocations.add(boundary.group(2));
            } else {
                invocations.remove(boundary.group(2));
            }
        }
    }

    private List<String> jvmOptions() {
        List<String> options =
                new ArrayList<>(TlsCertificate.trustedBy(sandbox.emulator().trustStore()));
        options.addAll(BackgroundJvm.compilers(Checkout.current()));
        return options;
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>(LambdaHostProcess.UNPRIMED);
        variables.put(FunctionVariable.RETRY_DELAY_PERCENT.name(), Integer.toString(retryDelayPercent));
        if (settings.equals(SETTINGS)) {
            // Of a timeout of 30.
            variables.put(FunctionVariable.TIME_RESERVE_SECONDS.name(), "2");
            variables.put(FunctionVariable.EXPECTED_MIB_PER_SECOND.name(), "2");
            variables.put(
                    FunctionVariable.MULTIPART_THRESHOLD_MIB.name(), Integer.toString(ChangeSequence.THRESHOLD_MIB));
        }
        variables.put("AWS_ENDPOINT_URL", proxy.endpoint().toString());
        return variables;
    }

    private static int environments() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);
    }

    /** Faults of the function's requests, instead of the storm. */
    void inject(Function<ProxiedRequest, Optional<Fault>> others) {
        faults = others;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Buckets buckets() {
        return new Buckets(sandbox);
    }

    Queues queues() {
        return new Queues(sandbox);
    }

    /** {@code cdk deploy --all} with one setting changed, so that there is another version of the function. */
    void deploy(String setting, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(setting, value);
        deployments.deploy(changed, Map.of());
    }

    /** Waits until no message is left in the queue and no invocation runs. */
    void awaitQuiet(Duration timeout) {
        Queues queues = queues();
        Eventually.until(
                timeout,
                "no message is left in the queue, and no invocation runs",
                () -> queues.left() + invocations.size(),
                left -> left == 0);
    }

    @Override
    public void close() {
        host.close();
        proxy.close();
        logFile.close();
        http.close();
        deployments.close();
    }
}

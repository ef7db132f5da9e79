package org.allowput.sandbox.soak;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.contract.FunctionVariable;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.GrowingFile;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.strict.StrictS3;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFunctions;
import org.allowput.sandbox.deployed.Buckets;
import org.allowput.sandbox.deployed.Deployments;
import org.allowput.sandbox.deployed.Queues;
import org.allowput.sandbox.deployed.Secrets;

/**
 * The deployed stacks in a sandbox of their own, with a proxy between the function and the emulator. What is deployed
 * is the zip, by {@code cdk deploy}.
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

    private static final Pattern BOUNDARY = Pattern.compile("^\\S+ \\S+ (START|END) RequestId: (\\S+)");

    private final Map<String, String> settings;
    private final int retryDelayPercent;
    private final Deployments deployments;
    private final Sandbox sandbox;
    private final GrowingFile log;
    private final FaultProxy proxy;
    final Secrets secrets = new Secrets();
    final Environments environments;
    final FaultInjector storm;
    private final Set<String> invocations = new HashSet<>();
    private volatile Function<ProxiedRequest, Optional<Fault>> faults;

    SoakDeployment(long seed) {
        this(SoakIT.class, seed, SETTINGS, RETRY_DELAYS);
    }

    /** With other settings, and with that part of the delays of retries. */
    SoakDeployment(Class<?> test, long seed, Map<String, String> settings, int retryDelayPercent) {
        this.settings = settings;
        this.retryDelayPercent = retryDelayPercent;
        deployments = new Deployments(test, settings);
        sandbox = deployments.sandbox();
        environments = new Environments(seed, deployments);
        storm = new FaultInjector(seed, environments, secrets);
        faults = storm;
        secrets.add(sandbox.externalId());
        proxy = FaultProxy.start(
                sandbox.emulator().endpoint(),
                sandbox.stateDirectory().resolve("tls"),
                StrictS3.before(sandbox.emulator()),
                request -> faults.apply(request));
        log = new GrowingFile(sandbox.functionLog());
        SandboxFunctions.of(
                        Checkout.current(),
                        sandbox.emulator().address(),
                        proxy.endpoint(),
                        variables(),
                        sandbox.functionLog())
                .write(Checkout.current(), sandbox.stateDirectory());
        // Those from before have other settings.
        deployments.environments().forEach(ProcessHandle::destroyForcibly);
    }

    /** How many invocations run. */
    private int running() {
        log.newLines().stream().map(BOUNDARY::matcher).filter(Matcher::find).forEach(boundary -> {
            if (boundary.group(1).equals("START")) {
                invocations.add(boundary.group(2));
            } else {
                invocations.remove(boundary.group(2));
            }
        });
        return invocations.size();
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
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
                () -> queues.left() + running(),
                left -> left == 0);
        environments.credentials().forEach(secrets::add);
    }

    @Override
    public void close() {
        proxy.close();
        deployments.close();
    }
}

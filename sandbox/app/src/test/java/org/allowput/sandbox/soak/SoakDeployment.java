package org.allowput.sandbox.soak;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.contract.FunctionVariable;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.GrowingFile;
import org.allowput.emulator.proxy.Fault;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.emulator.proxy.ProxiedRequest;
import org.allowput.emulator.testing.Eventually;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxFunctions;
import org.allowput.sandbox.acceptance.Deployment;
import org.allowput.sandbox.deployed.Buckets;
import org.allowput.sandbox.deployed.Deployments;
import org.allowput.sandbox.deployed.Queues;
import org.allowput.sandbox.deployed.Secrets;

/**
 * The deployed stacks in a sandbox of their own, with a proxy between the function and the emulator. What is deployed
 * is the zip, by {@code cdk deploy}. Deletions are replicated, so that at the end both buckets hold the same keys, not
 * the target's some more.
 */
final class SoakDeployment implements AutoCloseable {
    private static final Pattern BOUNDARY = Pattern.compile("^\\S+ \\S+ (START|END) RequestId: (\\S+)");

    /** The credentials that the function was given: the tokens of its requests, and the answers of STS. */
    final Secrets secrets = new Secrets();

    private final Map<String, String> settings;
    private final Deployments deployments;
    private final GrowingFile log;
    private final Set<String> invocations = new HashSet<>();
    private final AtomicInteger killed = new AtomicInteger();
    private volatile Function<ProxiedRequest, Optional<Fault>> faults = request -> Optional.empty();

    /**
     * Deploys it.
     *
     * @param further settings besides the keys that are copied, and that deletions are
     * @param variables of the function, besides those of the settings
     */
    SoakDeployment(Class<?> test, Map<String, String> further, Map<FunctionVariable, Integer> variables) {
        settings = new TreeMap<>(further);
        settings.put("keys.include", ChangeSequence.FROM + "**");
        settings.put("keys.stripPrefix", ChangeSequence.FROM);
        settings.put("keys.addPrefix", ChangeSequence.TO);
        settings.put("optIns.replicateDeletes", "deletionsAndExpirations");
        deployments = new Deployments(
                "sandbox-of-" + test.getSimpleName(),
                settings,
                emulator -> FaultProxy.startBefore(emulator, this::fault));
        secrets.add(sandbox().externalId());
        log = new GrowingFile(sandbox().functionLog());
        String proxy = deployments.proxy().endpoint().toString();
        Map<String, String> all = new TreeMap<>(Map.of("AWS_ENDPOINT_URL", proxy));
        variables.forEach((name, value) -> all.put(name.name(), value.toString()));
        SandboxFunctions.of(
                        Checkout.current(),
                        sandbox().emulator().address(),
                        deployments.proxy().endpoint(),
                        all,
                        sandbox().functionLog())
                .write(Checkout.current(), sandbox().stateDirectory());
        // Those from before have other variables.
        killAll();
    }

    private Optional<Fault> fault(ProxiedRequest request) {
        request.header("x-amz-security-token").ifPresent(secrets::add);
        Optional<Fault> fault = faults.apply(request);
        return fault.isEmpty() && request.operation() == ProxiedRequest.Operation.STS
                ? Optional.of(new Fault.ReadResponse(secrets::addThoseIn))
                : fault;
    }

    void inject(Function<ProxiedRequest, Optional<Fault>> others) {
        faults = others;
    }

    /** Kills one of the function's environments with SIGKILL, at any point of its work. */
    synchronized void kill(Function<List<ProcessHandle>, ProcessHandle> choose) {
        List<ProcessHandle> running = deployments.environments();
        if (!running.isEmpty() && choose.apply(running).destroyForcibly()) {
            killed.incrementAndGet();
        }
    }

    synchronized void killAll() {
        deployments.environments().forEach(each -> kill(all -> each));
    }

    int killed() {
        return killed.get();
    }

    Sandbox sandbox() {
        return deployments.sandbox();
    }

    Buckets buckets() {
        return new Buckets(sandbox());
    }

    Queues queues() {
        return new Queues(Deployment.of(sandbox()));
    }

    /** {@code cdk deploy --all} with one setting changed, so that there is another version of the function. */
    void deploy(String setting, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(setting, value);
        deployments.deploy(changed, Map.of());
    }

    /** Waits until no message is left in the queue and no invocation runs. */
    void awaitQuiet(Duration timeout) {
        Eventually.until(
                timeout,
                "no message is left in the queue, and no invocation runs",
                () -> queues().left() + running(),
                left -> left == 0);
    }

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

    @Override
    public void close() {
        deployments.close();
    }
}

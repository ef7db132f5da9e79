package org.allowput.sandbox;

import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.EmulatorAddress;
import org.allowput.emulator.JavaFunctions;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.StartedProcess;
import org.allowput.emulator.local.Tool;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Starts and stops the sandbox of one state directory. It records immediately what it starts, so that {@link #down} can
 * always find it.
 *
 * @param overrides of settings in cdk.json, as for {@code cdk deploy -c}
 * @param s3AndSts another address of S3 and STS for the function than that of the strict S3. It is called when the
 *     emulator has started
 */
public record SandboxLifecycle(
        Checkout checkout,
        StateDirectory directory,
        Map<String, String> overrides,
        Consumer<String> progress,
        Optional<Function<Emulator, URI>> s3AndSts) {
    /** Of the time that Step Functions waits before it retries a task. */
    private static final String RETRY_DELAY_FACTOR = "0.005";

    /** The accounts of this computer, instead of those in cdk.json; nobody is notified. */
    private static final Map<String, String> SANDBOX_SETTINGS = Map.of(
            "target.account",
            Emulator.TARGET_ACCOUNT,
            "source.account",
            Emulator.SOURCE_ACCOUNT,
            "target.region",
            EmulatorAddress.REGION.id(),
            "source.region",
            EmulatorAddress.REGION.id(),
            "target.alarms.email",
            "none",
            "alarms.email",
            "none");

    private static final String STILL_RUNNING =
            "\nWhat was started before still runs, for a look at it. bin/sandbox down ends it.";

    /** What S3 sends to a new target of notifications: nothing is copied for it, and the function has started. */
    private static final String TEST_EVENT = """
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-01-01T00:00:00.000Z", "Bucket": "%s",
         "RequestId": "REQUEST", "HostId": "HOST"}
        """;

    /** With the strict S3 and STS in front of the emulator. */
    public SandboxLifecycle(
            Checkout checkout, StateDirectory directory, Map<String, String> overrides, Consumer<String> progress) {
        this(checkout, directory, overrides, progress, Optional.empty());
    }

    /**
     * Starts the sandbox of this directory unless it is up, and gives what is up. If it is up and has other settings
     * than {@code overrides}, these are deployed; settings that {@code overrides} does not name stay. Another name is
     * another deployment beside what is deployed.
     *
     * @param port of the emulator, when it has to be started
     * @throws SetupException when it cannot be: says why and what to do. What was started by then is left for
     *     {@link #down}
     */
    public SandboxState up(int port) {
        directory.create();
        return directory.exclusively(() -> {
            SandboxState state = state();
            if (state.isUp()) {
                return apply(state);
            }
            stop(state);
            try {
                return InterruptibleWork.withUndo(this::undo, () -> start(port));
            } catch (SetupException e) {
                throw directory.state().isEmpty() ? e : new SetupException(e.getMessage() + STILL_RUNNING, e);
            }
        });
    }

    public boolean isUp() {
        return directory.state().filter(SandboxState::isUp).isPresent();
    }

    /** Stops what {@link #up} started and nothing else. Returns whether there was anything to stop. */
    public boolean down() {
        if (!Files.isDirectory(directory.folder())) {
            return false;
        }
        return directory.exclusively(() -> stop(state()));
    }

    /** Takes back a start that this JVM is not going to finish. */
    public void undo() {
        progress.accept("interrupted: stopping what was started");
        stop(state());
    }

    private boolean stop(SandboxState state) {
        List<StartedProcess> running = state.running().toList();
        running.forEach(StartedProcess::stop);
        directory.forget();
        return !running.isEmpty();
    }

    private SandboxState apply(SandboxState state) {
        String name = overrides.getOrDefault(SandboxState.NAME, onlyName(state));
        Map<String, String> settings = new TreeMap<>(state.settings().getOrDefault(name, Map.of()));
        boolean deployed = state.settings().containsKey(name);
        if (deployed ? settings.entrySet().containsAll(overrides.entrySet()) : overrides.isEmpty()) {
            return state;
        }
        Tool.require(checkout, Tool.PYTHON, Tool.NODE, Tool.NPM);
        progress.accept(
                deployed
                        ? "the sandbox is up: deploying the settings that differ (cdk deploy --all)"
                        : "the sandbox is up: deploying two more stacks (cdk deploy --all)");
        settings.putAll(overrides);
        try (Sandbox up = Sandbox.attach(directory, state.deployments().getFirst())) {
            deploy(up.emulator(), up.strict(), up.agreedId(), settings);
        }
        return state();
    }

    /** The name that is meant by none: that of the only deployment. */
    private static String onlyName(SandboxState state) {
        return state.settings().size() == 1
                ? state.settings().keySet().iterator().next()
                : "";
    }

    private void deploy(Emulator emulator, URI strict, GeneratedExternalId externalId, Map<String, String> settings) {
        List<String> before = state().deployments();
        Map<String, String> all = new TreeMap<>(SANDBOX_SETTINGS);
        all.putAll(settings);
        Map<String, Map<String, String>> outputs = new CdkCommandLine(
                        checkout, directory, emulator.address(), strict, externalId)
                .deploy(emulator.target(), CdkCommandLine.context(all), progress);
        directory.remember(state().deployed(settings, outputs));
        state().deployments().stream().filter(name -> !before.contains(name)).forEach(this::startFunction);
    }

    private void startFunction(String deployment) {
        progress.accept("starting the function");
        try (Sandbox sandbox = Sandbox.attach(directory, deployment)) {
            InvokeResponse answer = sandbox.invoke(TEST_EVENT.formatted(sandbox.sourceBucket()));
            if (answer.functionError() != null) {
                throw new SetupException("The function did not start: "
                        + answer.payload().asUtf8String() + "\nIts log is in " + sandbox.functionLog()
                        + ". Run bin/sandbox down, then run the command again.");
            }
        }
    }

    private SandboxState start(int port) {
        Tool.require(checkout, Tool.PYTHON, Tool.NODE, Tool.NPM);
        Ports.requireFree(port);
        GeneratedExternalId externalId = GeneratedExternalId.random();
        directory.remember(externalId);
        directory.forgetLast();
        int strictPort = Ports.free();
        try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<?> cdkInstalled =
                    CompletableFuture.runAsync(() -> NpmPackages.CDK.ensure(checkout, progress), tasks);
            Emulator emulator = startEmulator(port);
            startStrict(emulator, strictPort);
            URI strict = Sandbox.strictAddress(strictPort);
            SandboxFunctions.of(
                            checkout,
                            emulator.address(),
                            s3AndSts.map(address -> address.apply(emulator)).orElse(strict),
                            Map.of(),
                            directory.functionLog())
                    .write(checkout, directory.folder());
            await(cdkInstalled);

            progress.accept("bootstrapping accounts A and B");
            CdkCommandLine cdk = new CdkCommandLine(checkout, directory, emulator.address(), strict, externalId);
            await(CompletableFuture.allOf(
                    CompletableFuture.runAsync(() -> cdk.bootstrap(emulator.target()), tasks),
                    CompletableFuture.runAsync(() -> cdk.bootstrap(emulator.source()), tasks)));

            progress.accept("deploying both stacks (cdk deploy --all)");
            deploy(emulator, strict, externalId, overrides);
            return state();
        }
    }

    private Emulator startEmulator(int port) {
        Map<String, String> variables = new TreeMap<>(JavaFunctions.emulatorVariables(directory.folder()));
        variables.put("SFN_WAIT_SCALE", RETRY_DELAY_FACTOR);
        progress.accept("starting the emulator on port " + port);
        return Emulator.startInBackground(
                checkout,
                directory.folder(),
                port,
                variables,
                progress,
                process -> directory.remember(state().withEmulator(new SandboxState.Server(port, process))));
    }

    private void startStrict(Emulator emulator, int port) {
        progress.accept("starting the strict S3");
        new StrictS3Process(checkout, directory, emulator.address(), port)
                .start(process -> directory.remember(state().withStrict(new SandboxState.Server(port, process))));
    }

    private SandboxState state() {
        return directory.state().orElse(SandboxState.NOTHING);
    }

    private static void await(CompletableFuture<?> task) {
        try {
            task.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}

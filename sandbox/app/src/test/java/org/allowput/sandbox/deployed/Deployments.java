package org.allowput.sandbox.deployed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.allowput.emulator.Emulator;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.Ports;
import org.allowput.emulator.local.Unchecked;
import org.allowput.emulator.proxy.FaultProxy;
import org.allowput.sandbox.CdkCommandLine;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxLifecycle;
import org.allowput.sandbox.SandboxState;
import org.allowput.sandbox.StateDirectory;

/**
 * A sandbox of its own, whose stacks are deployed again and again with other settings. A strict S3 is between the
 * function and the emulator.
 */
public final class Deployments implements AutoCloseable {
    private final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    private final StateDirectory directory;
    private final SandboxLifecycle lifecycle;
    private Optional<FaultProxy> proxy = Optional.empty();
    private Sandbox sandbox;

    /**
     * Starts it with these settings.
     *
     * @param test whose it is: each has a state folder of its own
     */
    public Deployments(Class<?> test, Map<String, String> settings) {
        this("sandbox-of-" + test.getSimpleName(), settings, FaultProxy::startBefore);
    }

    /**
     * Starts it with these settings.
     *
     * @param folder below {@code target}, with the state
     * @param between starts what is between the function and S3 and STS
     */
    public Deployments(String folder, Map<String, String> settings, Function<Emulator, FaultProxy> between) {
        directory = new StateDirectory(Path.of("target", folder));
        lifecycle =
                new SandboxLifecycle(Checkout.current(), directory, settings, progress::add, Optional.of(emulator -> {
                    proxy = Optional.of(between.apply(emulator));
                    return proxy().endpoint();
                }));
        Runtime.getRuntime().addShutdownHook(new Thread(lifecycle::down, "deployments-down"));
        lifecycle.down();
        try {
            lifecycle.up(Ports.free());
            sandbox = Sandbox.attach(directory);
        } catch (RuntimeException e) {
            throw new IllegalStateException("The sandbox did not start after: " + progress, e);
        }
    }

    /** As it was deployed last. */
    public Sandbox sandbox() {
        return sandbox;
    }

    /**
     * {@code cdk deploy --all}. Gives what the CDK printed.
     *
     * @param parameters besides the ExternalId, or in its place
     */
    public String deploy(Map<String, String> settings, Map<String, String> parameters) {
        int before = log().length();
        List<String> options = new ArrayList<>(CdkCommandLine.context(settings));
        // The CDK uses the last value of a parameter.
        new TreeMap<>(parameters).forEach((name, value) -> options.addAll(List.of("--parameters", name + "=" + value)));
        Map<String, String> outputs = new TreeMap<>();
        cdk().deploy(sandbox.target(), options, progress::add).values().forEach(outputs::putAll);
        sandbox = new Sandbox(
                directory,
                sandbox.emulator(),
                sandbox.strict(),
                outputs,
                directory.externalId().orElseThrow());
        return log().substring(before);
    }

    public FaultProxy proxy() {
        return proxy.orElseThrow();
    }

    /** The processes that functions run in, the newest last. */
    public List<ProcessHandle> environments() {
        SandboxState.Server emulator =
                Objects.requireNonNull(directory.state().orElseThrow().emulator());
        return ProcessHandle.of(emulator.process().pid())
                .orElseThrow()
                .children()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith("/java"))
                        .isPresent())
                .sorted(Comparator.comparing(
                        process -> process.info().startInstant().orElse(Instant.MIN)))
                .toList();
    }

    /** {@code cdk destroy --all}. Gives what the CDK printed. */
    List<String> destroy(Map<String, String> settings) {
        List<String> words = new ArrayList<>(List.of("destroy", "--all", "--force", "--progress", "events"));
        words.addAll(List.of("--output", directory.folder().resolve("cdk.out").toString()));
        words.addAll(CdkCommandLine.context(settings));
        List<String> output = new ArrayList<>();
        cdk().run(Checkout.current().root(), words, sandbox.target(), output::add);
        return output;
    }

    private CdkCommandLine cdk() {
        return new CdkCommandLine(
                Checkout.current(),
                directory,
                sandbox.emulator().address(),
                sandbox.strict(),
                directory.externalId().orElseThrow());
    }

    private String log() {
        return Unchecked.get(() -> Files.readString(directory.deployLog()));
    }

    @Override
    public void close() {
        sandbox.close();
        SandboxState state = directory.state().orElseThrow();
        lifecycle.down();
        proxy.ifPresent(FaultProxy::close);
        if (state.isUp() || directory.state().isPresent()) {
            throw new IllegalStateException("The sandbox still runs after down: " + state);
        }
    }
}

package org.allowput.sandbox.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.SetupException;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.SandboxLifecycle;
import org.allowput.sandbox.StateDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names the sandbox of a command. */
final class StateOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--state",
            paramLabel = "DIRECTORY",
            description = "Where the sandbox keeps its state, secrets and logs. Default: .sandbox in this checkout.")
    private @Nullable Path directory;

    /** Standard output of the command. */
    PrintWriter out() {
        return command.commandLine().getOut();
    }

    StateDirectory directory() {
        return directory == null ? StateDirectory.of(Checkout.current()) : new StateDirectory(directory);
    }

    /** Which of several deployments a command is about. */
    static final class DeploymentName {
        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "The deployment, by the setting name. Default: the one without a name, or the only one.")
        private @Nullable String name;

        Sandbox attach(StateOption state) {
            return attach(state, null);
        }

        /** @param other the deployment that is meant without the option */
        Sandbox attach(StateOption state, @Nullable String other) {
            return Sandbox.attach(state.directory(), name == null ? other : name);
        }
    }

    /** What starts a sandbox needs besides. */
    static final class Start {
        @Option(
                names = "--port",
                paramLabel = "PORT",
                defaultValue = "4566",
                description = "The emulator's port on 127.0.0.1, when it has to be started. Default: ${DEFAULT-VALUE}.")
        private int port;

        @Option(
                names = {"-c", "--context"},
                paramLabel = "SETTING=VALUE",
                description = "A setting that goes before cdk.json's, as for cdk deploy; see docs/settings.md.")
        private List<String> settings = List.of();

        int port() {
            return port;
        }

        /** The setting {@code name}; null if it is not given. */
        @Nullable
        String name() {
            return overrides().get("name");
        }

        SandboxLifecycle lifecycle(StateDirectory directory, PrintWriter out) {
            return new SandboxLifecycle(Checkout.current(), directory, overrides(), timed(out));
        }

        private Map<String, String> overrides() {
            Map<String, String> overrides = new TreeMap<>();
            for (String setting : settings) {
                String[] parts = setting.split("=", 2);
                if (parts.length != 2) {
                    throw new SetupException("\"-c " + setting
                            + "\" is not of the form SETTING=VALUE: docs/settings.md names the settings.");
                }
                overrides.put(parts[0], parts[1]);
            }
            return overrides;
        }

        private static Consumer<String> timed(PrintWriter out) {
            Instant started = Instant.now();
            return line -> {
                out.printf(
                        "[%3d s] %s%n", Duration.between(started, Instant.now()).toSeconds(), line);
                out.flush();
            };
        }
    }
}

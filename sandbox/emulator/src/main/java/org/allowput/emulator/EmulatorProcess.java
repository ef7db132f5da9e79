package org.allowput.emulator;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.allowput.emulator.local.BackgroundProcess;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.HealthCheck;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.StartedProcess;

/**
 * An emulator's process: its program is installed where it is not yet, started with what it needs of this one's
 * environment and nothing else, and waited for.
 */
record EmulatorProcess(
        EmulatorProgram program, Path stateDirectory, EmulatorAddress address, Map<String, String> extraEnvironment) {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH");

    /** A session of its own, so that Ctrl-C in the terminal that started the sandbox does not end the emulator. */
    private static final String IN_OWN_SESSION = """
        import os, runpy, sys
        os.setsid()
        del sys.argv[0]
        %s
        runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)
        """;

    StartedProcess start(Checkout checkout, Consumer<String> progress, Consumer<StartedProcess> started) {
        Path python = VirtualEnvironment.prepare(checkout, program, progress).python();
        Path log = PrivateFiles.write(stateDirectory.resolve("emulator.log"), "");
        ProcessBuilder builder = new ProcessBuilder(words(python))
                .directory(stateDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment());
        Process process = BackgroundProcess.start(builder, started);
        new HealthCheck(
                        "emulator",
                        URI.create(address.endpoint() + program.health()),
                        address.certificate().trustStore(),
                        log)
                .await(process);
        return StartedProcess.of(process.toHandle());
    }

    private List<String> words(Path python) {
        return Stream.concat(
                        Stream.of(python.toString(), "-c", IN_OWN_SESSION.formatted(program.prelude())),
                        program.module(address).stream())
                .toList();
    }

    private Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>(program.environment(stateDirectory, address));
        variables.put("PYTHONUNBUFFERED", "1");
        variables.putAll(extraEnvironment);
        return variables;
    }
}

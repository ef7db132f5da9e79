package org.allowput.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.sandbox.report.RunRecord;

/** Where one sandbox keeps what it has to remember, its secrets and its logs. Nobody else can read it. */
public record StateDirectory(Path folder) {
    public StateDirectory {
        folder = folder.toAbsolutePath().normalize();
    }

    public static StateDirectory of(Checkout checkout) {
        return new StateDirectory(checkout.root().resolve(".sandbox"));
    }

    Path create() {
        return PrivateFiles.folder(folder);
    }

    Path emulatorLog() {
        return folder.resolve("emulator.log");
    }

    /** What the host of the function says of itself. */
    Path hostLog() {
        return folder.resolve("host.log");
    }

    /** What the function logs, and what Lambda adds to it: START, END, REPORT. */
    public Path functionLog() {
        return folder.resolve("function.log");
    }

    /** What the CDK's command line printed, secrets masked. */
    public Path deployLog() {
        return folder.resolve("deploy.log");
    }

    Path hostWorkingDirectory() {
        return folder.resolve("host");
    }

    /** The one file that holds the ExternalId. */
    private Path externalIdFile() {
        return folder.resolve("external-id");
    }

    private Path stateFile() {
        return folder.resolve("state.json");
    }

    Path lockFile() {
        return folder.resolve("lock");
    }

    public Optional<GeneratedExternalId> externalId() {
        return read(externalIdFile()).map(GeneratedExternalId::new);
    }

    public void remember(GeneratedExternalId externalId) {
        PrivateFiles.write(externalIdFile(), externalId.value());
    }

    public Optional<SandboxState> state() {
        return read(stateFile()).map(SandboxState::parse);
    }

    public void remember(SandboxState state) {
        PrivateFiles.write(stateFile(), state.json());
    }

    /** Forgets the sandbox that was; its logs stay until the next one starts. */
    void forget() {
        delete(stateFile());
        delete(externalIdFile());
    }

    /** What the demo did last, for the report; none since the sandbox was started anew. */
    public Optional<RunRecord> lastRun() {
        return read(runFile()).map(RunRecord::parse);
    }

    public void remember(RunRecord run) {
        PrivateFiles.write(runFile(), run.json());
    }

    void forgetRun() {
        delete(runFile());
    }

    private Path runFile() {
        return folder.resolve("run.json");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

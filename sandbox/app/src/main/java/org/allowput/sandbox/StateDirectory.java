package org.allowput.sandbox;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.allowput.emulator.local.Checkout;
import org.allowput.emulator.local.PrivateFiles;
import org.allowput.emulator.local.SetupException;
import org.allowput.emulator.local.Unchecked;

/** The directory in which one sandbox keeps its state, its secrets and its logs. Nobody else can read it. */
public record StateDirectory(Path folder) {
    /** The one file that holds the ExternalId. */
    private static final String EXTERNAL_ID = "external-id";

    private static final String STATE = "state.json";

    /** JSON with the components of records, and nothing that is worked out from them. */
    private static final JSON RECORDS =
            JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).without(JSON.Feature.USE_IS_GETTERS);

    public StateDirectory {
        folder = folder.toAbsolutePath().normalize();
    }

    public static StateDirectory of(Checkout checkout) {
        return new StateDirectory(checkout.root().resolve(".sandbox"));
    }

    Path create() {
        return PrivateFiles.folder(folder);
    }

    /** What the strict S3 says of itself. */
    Path strictLog() {
        return folder.resolve("strict.log");
    }

    /** What the function logs, and what Lambda adds to it: START, END, REPORT. */
    public Path functionLog() {
        return folder.resolve("function.log");
    }

    /** What the CDK's command line printed, secrets masked. */
    public Path deployLog() {
        return folder.resolve("deploy.log");
    }

    public Optional<GeneratedExternalId> externalId() {
        return read(folder.resolve(EXTERNAL_ID)).map(GeneratedExternalId::new);
    }

    public void remember(GeneratedExternalId externalId) {
        PrivateFiles.write(folder.resolve(EXTERNAL_ID), externalId.value());
    }

    public Optional<SandboxState> state() {
        return read(folder.resolve(STATE), SandboxState.class);
    }

    public void remember(SandboxState state) {
        write(folder.resolve(STATE), state);
    }

    /** Forgets the sandbox that was; its logs stay until the next one starts. */
    void forget() {
        delete(folder.resolve(STATE));
        delete(folder.resolve(EXTERNAL_ID));
    }

    /** Forgets what the last sandbox logged. */
    void forgetLast() {
        List.of(deployLog(), strictLog(), functionLog()).forEach(log -> PrivateFiles.write(log, ""));
    }

    /** Does the work while no other command does. @throws SetupException if one does */
    <T> T exclusively(Supplier<T> work) {
        try (FileChannel file =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null) {
                throw new SetupException("Another command is starting or stopping the sandbox of " + folder
                        + ": wait until it is done.");
            }
            return work.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        Unchecked.run(() -> Files.deleteIfExists(file));
    }

    private static void write(Path file, Object value) {
        PrivateFiles.write(file, Unchecked.get(() -> RECORDS.asBytes(value)));
    }

    private static <T> Optional<T> read(Path file, Class<T> type) {
        return read(file).map(json -> Unchecked.get(() -> RECORDS.beanFrom(type, json)));
    }

    private static Optional<String> read(Path file) {
        return Files.exists(file) ? Optional.of(Unchecked.get(() -> Files.readString(file))) : Optional.empty();
    }
}

package org.allowput.ops.acceptance.cleanup;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.allowput.ops.acceptance.account.AccountKind;

/**
 * What a run has created and not removed. Each entry is in the file before the resource is created, so that the file
 * names all that there can be, also after the process was killed.
 */
public final class Ledger {
    private final Path file;
    private final Set<CreatedResource> remaining = new LinkedHashSet<>();
    private boolean closed;

    private Ledger(Path file) {
        this.file = file;
    }

    /** The ledger in a file: that of a run that begins, or of an earlier one. */
    public static Ledger in(Path file) {
        Ledger ledger = new Ledger(file);
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    ledger.apply(JSON.std.mapFrom(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ledger;
    }

    private void apply(Map<String, Object> line) {
        CreatedResource resource = new CreatedResource(
                AccountKind.valueOf(String.valueOf(line.get("side"))),
                CreatedResource.Kind.valueOf(String.valueOf(line.get("kind"))),
                String.valueOf(line.get("name")));
        if ("removed".equals(line.get("event"))) {
            remaining.remove(resource);
        } else {
            remaining.add(resource);
        }
    }

    /**
     * Writes that a resource is about to be created. After {@link #close} it does not return, so nothing is created.
     */
    public void creating(AccountKind side, CreatedResource.Kind kind, String name) {
        CreatedResource resource = new CreatedResource(side, kind, name);
        boolean open;
        synchronized (this) {
            open = !closed;
            if (open && remaining.add(resource)) {
                append("creating", resource);
            }
        }
        if (!open) {
            awaitEndOfProcess();
        }
    }

    /** Writes that a resource was found, which is to be removed. Works after {@link #close} as well. */
    synchronized void found(CreatedResource resource) {
        if (remaining.add(resource)) {
            append("found", resource);
        }
    }

    synchronized void removed(CreatedResource resource) {
        if (remaining.remove(resource)) {
            append("removed", resource);
        }
    }

    /** Ends the creation of resources, because the process is ending. */
    public synchronized void close() {
        closed = true;
    }

    public Path file() {
        return file;
    }

    /** What is not removed, in the order in which it was created. */
    public synchronized List<CreatedResource> remaining() {
        return new ArrayList<>(remaining);
    }

    private void append(String event, CreatedResource resource) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put("side", resource.side().name());
        line.put("kind", resource.kind().name());
        line.put("name", resource.name());
        try {
            Files.writeString(
                    file,
                    JSON.std.asString(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.DSYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEndOfProcess() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("The run has ended");
    }
}

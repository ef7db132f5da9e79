package org.allowput.sandbox.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.allowput.ops.aws.DeploymentStacks;

/**
 * What a run has created and not removed. Each entry is in the file before the resource is created, so that the file
 * names all that there can be, also after the process was killed.
 */
final class Ledger {
    private static final String CREATING = "creating";
    private static final String REMOVED = "removed";

    private final Path file;
    private final Set<Resource> remaining = new LinkedHashSet<>();
    private final Lock creation = new ReentrantLock();

    /** What a resource is, in the order of removal. */
    enum Kind {
        STACK,
        /** Its roles delete the stacks that the CDK has deployed. */
        BOOTSTRAP_STACK,
        LOG_GROUP,
        BUCKET
    }

    /**
     * Something that a run created, or was about to create.
     *
     * @param side the account that it is in
     * @param name by which AWS's API takes it: without spaces
     */
    record Resource(DeploymentStacks side, Kind kind, String name) {
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /** The ledger in a file: that of a run that begins, or of an earlier one. */
    Ledger(Path file) {
        this.file = file.toAbsolutePath();
        try {
            Files.createDirectories(this.file.getParent());
            String text = Files.exists(file) ? Files.readString(file) : "";
            // A line without its end is of nothing that was created, and its name may be the beginning of another.
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            if (!whole.equals(text)) {
                Files.writeString(file, whole);
            }
            for (String line : whole.lines().toList()) {
                String[] words = line.split(" ", -1);
                Resource resource = new Resource(DeploymentStacks.valueOf(words[1]), Kind.valueOf(words[2]), words[3]);
                remaining.add(resource);
                remaining.removeIf(each -> each.equals(resource) && words[0].equals(REMOVED));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes that a resource is about to be created. After {@link #close} it does not return, so nothing is created.
     */
    void creating(DeploymentStacks side, Kind kind, String name) {
        creation.lock();
        try {
            found(new Resource(side, kind, name));
        } finally {
            creation.unlock();
        }
    }

    /** Writes that a resource is there, which is to be removed. Works after {@link #close} as well. */
    synchronized void found(Resource resource) {
        if (remaining.add(resource)) {
            append(CREATING, resource);
        }
    }

    synchronized void removed(Resource resource) {
        if (remaining.remove(resource)) {
            append(REMOVED, resource);
        }
    }

    /** Ends the creation of resources, because the process is ending. */
    void close() {
        creation.lock();
    }

    /** What is not removed, in the order in which it was created. */
    synchronized List<Resource> remaining() {
        return List.copyOf(remaining);
    }

    private void append(String event, Resource resource) {
        try {
            Files.writeString(
                    file,
                    event + " " + resource.side().name() + " " + resource + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.DSYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.allowput.bench.copy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.allowput.bench.server.S3Server;
import org.allowput.bench.workload.Workload;

/**
 * Something that copies a workload from one bucket to the other, in processes of its own.
 *
 * @param name as it stands in the table
 * @param copy copies all of it, from a cold start
 */
public record Contender(String name, Function<Task, Measurement> copy) {
    /**
     * What is to be done.
     *
     * @param scratch an empty folder in memory
     * @param atOnce how many objects may be on the way at a time
     */
    public record Task(S3Server store, Workload work, int atOnce, Path scratch) {
        String endpoint() {
            return store.endpoint().toString();
        }

        Path write(String name, List<String> lines) {
            try {
                return Files.write(scratch.resolve(name), lines);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

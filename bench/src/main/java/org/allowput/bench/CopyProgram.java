package org.allowput.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.allowput.emulator.local.PrivateFiles;

/** A program that copies all objects of a workload, in a process of its own. */
interface CopyProgram {
    /** Objects that are copied at the same time. */
    int CONCURRENCY = 10;

    String label();

    /** Copies them; the folder is empty. */
    Measurement copy(S3Server server, Workload work, Path scratch) throws IOException;

    /**
     * Copies the workload, which is in the source, into an empty target; then compares every byte.
     *
     * @throws IllegalStateException if the target does not hold exactly what the source does
     */
    default Measurement measure(S3Server server, Workload work) throws Exception {
        server.deleteCopies(work);
        Path scratch = Files.createTempDirectory(server.folder(), "scratch");
        try {
            Measurement measured = copy(server, work, scratch);
            server.compare(work);
            return measured;
        } finally {
            PrivateFiles.delete(scratch);
        }
    }
}

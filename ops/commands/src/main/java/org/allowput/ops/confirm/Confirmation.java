package org.allowput.ops.confirm;

import java.util.List;
import org.allowput.contract.object.StoredChecksum.Algorithm;

/**
 * What is kept between the creation of jobs and the comparison with their reports, as JSON.
 *
 * @param result what was found without them
 * @param jobs one for each algorithm and type of checksum, and for each manifest of the largest size
 */
record Confirmation(Result.State result, List<Job> jobs) {
    /**
     * A job.
     *
     * @param manifest the key of its manifest
     */
    record Job(String id, String manifest, Algorithm algorithm, boolean fullObject, long objects) {}
}

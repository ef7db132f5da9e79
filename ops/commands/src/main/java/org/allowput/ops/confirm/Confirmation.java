package org.allowput.ops.confirm;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.allowput.contract.object.StoredChecksum.Algorithm;

/**
 * What is kept between the creation of jobs and the comparison with their reports.
 *
 * @param result what was found without them
 * @param jobs one for each algorithm and type of checksum, and for each manifest of the largest size
 */
record Confirmation(Result result, List<Job> jobs) {
    /**
     * A job.
     *
     * @param manifest the key of its manifest
     * @param algorithm of the checksums
     * @param fullObject their type
     */
    record Job(String id, String manifest, Algorithm algorithm, boolean fullObject, long objects) {}

    String toJson() throws IOException {
        return JSON.std.asString(Map.of(
                "result",
                result.asJson(),
                "jobs",
                jobs.stream()
                        .map(job -> Map.of(
                                "id", job.id(),
                                "manifest", job.manifest(),
                                "algorithm", job.algorithm().name(),
                                "fullObject", job.fullObject(),
                                "objects", job.objects()))
                        .toList()));
    }

    static Confirmation read(InputStream json) throws IOException {
        JsonObject fields = new JsonObject(JSON.std.mapFrom(json));
        return new Confirmation(
                Result.of(fields.object("result")),
                fields.objects("jobs")
                        .map(job -> new Job(
                                job.text("id"),
                                job.text("manifest"),
                                Algorithm.valueOf(job.text("algorithm")),
                                Boolean.parseBoolean(job.text("fullObject")),
                                job.number("objects")))
                        .toList());
    }
}

package org.allowput.infra.settings;

import java.util.Optional;

/**
 * The function.
 *
 * @param name of the function; its alias is {@code live}
 * @param memory MiB
 * @param timeout seconds
 * @param timeReserve seconds before the timeout from which on no copy is started
 * @param concurrentCopies objects copied at a time in one invocation
 * @param multipartThreshold MiB, from which on an object is copied in parts
 * @param concurrentParts parts of one object copied at a time
 * @param storageClass of the copies; empty is the target bucket's default
 */
public record FunctionSettings(
        FunctionName name,
        int memory,
        int timeout,
        int timeReserve,
        int concurrentCopies,
        int multipartThreshold,
        int concurrentParts,
        Optional<StorageClass> storageClass) {
    static FunctionSettings read(Section section, Findings findings) {
        FunctionName name = section.value("name", FunctionName.SHAPE, new FunctionName("ReplicateObjects"));
        int memory = section.value("memoryMiB", Shape.number(512, 10_240, "MiB"), 1769);
        int timeout = section.value("timeoutSeconds", Shape.number(30, 900, "seconds"), 900);
        int timeReserve = section.value("timeReserveSeconds", Shape.number(1, 300, "seconds"), 10);
        int copies = section.value("maxConcurrentCopies", Shape.number(1, 100, ""), 10);
        int threshold = section.value("multipartThresholdMiB", Shape.number(5, 5120, "MiB"), 64);
        int parts = section.value("maxConcurrentParts", Shape.number(1, 100, ""), 4);
        Optional<StorageClass> storageClass =
                section.optional("storageClass", StorageClass.SHAPE, "the target bucket's default");
        section.end();
        if (timeReserve >= timeout) {
            findings.problem("replication.function.timeReserveSeconds: seen %d, expected less than timeoutSeconds, %d"
                    .formatted(timeReserve, timeout));
        }
        return new FunctionSettings(name, memory, timeout, timeReserve, copies, threshold, parts, storageClass);
    }
}

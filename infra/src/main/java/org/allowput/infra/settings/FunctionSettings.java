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
 * @param expectedPace MiB per second that a copy is expected to make; larger objects than the timeout allows are
 *     refused at once
 * @param reservedConcurrency invocations that are set aside for the function, and its most; empty for the account's
 *     pool
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
        int expectedPace,
        Optional<Integer> reservedConcurrency,
        Optional<StorageClass> storageClass) {
    static FunctionSettings read(Section section, Findings findings) {
        FunctionName name = section.value("name", FunctionName.SHAPE, new FunctionName("ReplicateObjects"));
        int memory = section.value("memoryMiB", Shape.number(512, 10_240, "MiB"), 1769);
        int timeout = section.value("timeoutSeconds", Shape.number(30, 900, "seconds"), 900);
        int timeReserve = section.value("timeReserveSeconds", Shape.number(2, 300, "seconds"), 10);
        int copies = section.value("maxConcurrentCopies", Shape.number(1, 100, ""), 10);
        int threshold = section.value("multipartThresholdMiB", Shape.number(5, 5120, "MiB"), 64);
        int parts = section.value("maxConcurrentParts", Shape.number(1, 100, ""), 4);
        int pace = section.value("expectedMiBPerSecond", Shape.number(1, 10_000, "MiB"), 50);
        Optional<Integer> reserved =
                section.optional("reservedConcurrency", Shape.number(1, 10_000, ""), "none: shares the account's");
        Optional<StorageClass> storageClass =
                section.optional("storageClass", StorageClass.SHAPE, "the target bucket's default");
        section.end();
        if (timeReserve >= timeout) {
            findings.problem("replication.function.timeReserveSeconds: seen %d, expected less than timeoutSeconds, %d"
                    .formatted(timeReserve, timeout));
        }
        return new FunctionSettings(
                name, memory, timeout, timeReserve, copies, threshold, parts, pace, reserved, storageClass);
    }
}

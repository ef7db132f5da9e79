package org.allowput.bench.copy;

/**
 * What a program took.
 *
 * @param wall seconds from its start to its end
 * @param cpu seconds of processor time, its own and the kernel's on its behalf
 * @param resident the most memory that it had resident, in MiB
 */
public record Measurement(double wall, double cpu, long resident) {
    /** Without what was spent before. */
    Measurement minus(ProcessTimes before) {
        return new Measurement(wall - before.wall(), cpu - before.cpu(), resident);
    }

    /** Both, one after the other. */
    Measurement plus(Measurement next) {
        return new Measurement(wall + next.wall, cpu + next.cpu, Math.max(resident, next.resident));
    }
}

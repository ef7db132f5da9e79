package org.allowput.bench;

/**
 * What a program took.
 *
 * @param wall seconds from its start to its end
 * @param cpu seconds of processor time, its own and the kernel's on its behalf
 * @param resident the most memory that it had resident, in MiB
 */
record Taken(double wall, double cpu, long resident) {
    /** Without what was spent before. */
    Taken without(Spent before) {
        return new Taken(wall - before.wall(), cpu - before.cpu(), resident);
    }

    /** Both, one after the other. */
    Taken then(Taken next) {
        return new Taken(wall + next.wall, cpu + next.cpu, Math.max(resident, next.resident));
    }
}

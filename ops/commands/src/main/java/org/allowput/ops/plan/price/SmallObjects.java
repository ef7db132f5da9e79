package org.allowput.ops.plan.price;

/**
 * What copies of objects cost that need one PUT each, in US dollars: PUTs in A, and everything in B.
 *
 * @param objects that are copied
 * @param invocations that copy them
 * @param seconds of each invocation
 */
public record SmallObjects(double objects, double invocations, double seconds, int memoryMiB) {
    /** Of the log, per object and per invocation. */
    private static final int LINE_BYTES = 500;

    private static final int INVOCATION_BYTES = 1_200;

    public double put() {
        return Price.WRITE.of(objects);
    }

    /** A GET and a HEAD of each. */
    public double reads() {
        return Price.READ.of(2 * objects);
    }

    /** A message is sent alone, received and deleted in a batch. */
    public double queue() {
        return Price.MESSAGE.of(objects + 2 * invocations);
    }

    public double log() {
        return Price.LOG.of((LINE_BYTES * objects + INVOCATION_BYTES * invocations) / 1e9);
    }

    public double invoke() {
        return Price.INVOCATION.of(invocations);
    }

    public double runTime() {
        return Price.ofRunTime(invocations * seconds, memoryMiB);
    }

    public double total() {
        return put() + reads() + invoke() + runTime() + queue() + log();
    }
}

package org.allowput.ops.acceptance.cost;

/** Prices in US dollars in US East (N. Virginia), and what they are multiplied by: those of docs/cost.md. */
public final class Prices {
    /** The memory of the function, 1,769 MB. */
    public static final double FUNCTION_GB = 1.7275;
    /** https://aws.amazon.com/lambda/pricing/: per GB and second on arm64. */
    public static final double GB_SECOND = 0.0000133334;
    /** https://aws.amazon.com/s3/pricing/: per PUT, part or list. */
    public static final double WRITE = 0.005 / 1000;
    /** https://aws.amazon.com/s3/pricing/: per GET or HEAD. */
    public static final double READ = 0.0004 / 1000;

    private Prices() {}
}

package org.allowput.ops.acceptance.check;

/**
 * What a check saw.
 *
 * @param asExpected whether it is what was expected
 */
public record Observation(boolean asExpected, String text) {
    /** What has to be the same as expected. */
    public static Observation same(String expected, String seen) {
        return new Observation(expected.equals(seen), seen);
    }
}

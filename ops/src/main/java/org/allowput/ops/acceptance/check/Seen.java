package org.allowput.ops.acceptance.check;

/**
 * What a check saw.
 *
 * @param asExpected whether it is what was expected
 */
public record Seen(boolean asExpected, String text) {
    /** What has to be the same as expected. */
    public static Seen same(String expected, String seen) {
        return new Seen(expected.equals(seen), seen);
    }
}

package org.allowput.ops.records;

/** The order in which S3 lists keys: by the bytes of UTF-8, which is the order of code points. */
public final class KeyOrder {
    private KeyOrder() {}

    public static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int at = 0; at < length; at++) {
            char left = one.charAt(at);
            char right = other.charAt(at);
            if (left != right) {
                // Surrogates stand for code points above all others.
                boolean leftAbove = Character.isSurrogate(left);
                return leftAbove == Character.isSurrogate(right) ? left - right : leftAbove ? 1 : -1;
            }
        }
        return one.length() - other.length();
    }
}

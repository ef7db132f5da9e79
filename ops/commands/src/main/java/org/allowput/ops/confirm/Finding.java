package org.allowput.ops.confirm;

import java.util.Locale;

/**
 * An object that is not as account B's receipts say.
 *
 * @param versionId {@code null} where it has none
 */
record Finding(Kind what, String key, String versionId, String why) {
    enum Kind {
        /** The bucket has other content than the receipt says. */
        DIFFERS("differ"),
        /** A receipt says that it was put, and the bucket does not have it. */
        MISSING("missing"),
        /** No receipt says that it was put. */
        NOT_NOTED("notNoted"),
        /** Nothing can be said: there is no checksum of one of the two. */
        NOT_READ("notRead");

        private final String field;

        Kind(String field) {
            this.field = field;
        }

        /** Of the number of such findings, in JSON. */
        String field() {
            return field;
        }

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}

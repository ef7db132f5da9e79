package org.allowput.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the function does with a source object when its copy is confirmed. */
public enum AfterCopy {
    NONE,
    /** Tags the version that was copied, so that a lifecycle rule expires only what was copied. */
    TAG,
    /**
     * Tags it, and a lifecycle rule of the bucket deletes it a day after it was created. The function does not delete
     * it: an older copy of it that is still on its way could arrive afterwards, and then nothing has the newer content.
     */
    DELETE,
    EVENT;

    /** The tag of a source object whose copy is confirmed. It is not replicated. */
    public static final String TAG_KEY = "AllowPutToS3";

    public static final String TAG_VALUE = "copied";

    /** Of the events. */
    public static final String EVENT_SOURCE = "allow-put-to-s3";

    public static final String EVENT_TYPE = "Object Copied";

    /** As it is in settings and in the environment. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AfterCopy> of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(text))
                .findFirst();
    }
}

package org.allowput.policy.template;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A template has something that is not known, so that nothing can be said about it. */
public final class TemplateException extends IllegalArgumentException {
    TemplateException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Reads a part of a template; what is wrong in it is reported with the path of the part. */
    public static <T> T at(String part, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new TemplateException(part + (e instanceof TemplateException ? "." : ": ") + e.getMessage(), e);
        }
    }

    /** Refuses what is not as it is expected. @throws IllegalArgumentException without a path */
    public static void require(boolean asExpected, String seen, String expected) {
        if (!asExpected) {
            throw new IllegalArgumentException("seen " + seen + ", expected " + expected);
        }
    }

    /** Refuses a name that is not known. */
    public static String requireOneOf(Set<String> known, String name) {
        require(known.contains(name), name, "one of " + new TreeSet<>(known));
        return name;
    }
}

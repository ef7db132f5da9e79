package org.allowput.ops.proof.template;

import java.util.function.Supplier;

/** A template has something that is not known, so that nothing can be said about it. */
public final class TemplateException extends IllegalArgumentException {
    private final String path;
    private final String problem;

    private TemplateException(String path, String problem, Throwable cause) {
        super(path + ": " + problem, cause);
        this.path = path;
        this.problem = problem;
    }

    /** Reads a part of a template; what is wrong in it is reported with the path of the part. */
    static <T> T at(String part, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (TemplateException e) {
            throw new TemplateException(part + "." + e.path, e.problem, e);
        } catch (IllegalArgumentException e) {
            throw new TemplateException(part, String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses what is not as it is expected. @throws IllegalArgumentException without a path */
    static void require(boolean asExpected, String seen, String expected) {
        if (!asExpected) {
            throw unexpected(seen, expected);
        }
    }

    static IllegalArgumentException unexpected(String seen, String expected) {
        return new IllegalArgumentException("seen " + seen + ", expected " + expected);
    }
}

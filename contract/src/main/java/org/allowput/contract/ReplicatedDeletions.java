package org.allowput.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The setting that says which objects of the source bucket have their copies deleted with them, by its value in the
 * settings, parameters and variables.
 */
public enum ReplicatedDeletions {
    NONE("none"),
    /** What somebody deleted. What a lifecycle rule of the source bucket expired stays in the target bucket. */
    DELETIONS("deletions"),
    DELETIONS_AND_EXPIRATIONS("deletionsAndExpirations");

    private final String text;

    ReplicatedDeletions(String text) {
        this.text = text;
    }

    /** The one of that name, if there is one. */
    public static Optional<ReplicatedDeletions> of(String name) {
        return Arrays.stream(values()).filter(each -> each.text.equals(name)).findFirst();
    }

    /** All names, the default first. */
    public static List<String> names() {
        return Arrays.stream(values()).map(ReplicatedDeletions::toString).toList();
    }

    /** Whether the role in account A may delete. */
    public boolean areReplicated() {
        return this != NONE;
    }

    public boolean includeExpirations() {
        return this == DELETIONS_AND_EXPIRATIONS;
    }

    @Override
    public String toString() {
        return text;
    }
}

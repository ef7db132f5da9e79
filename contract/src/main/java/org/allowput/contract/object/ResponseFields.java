package org.allowput.contract.object;

import java.util.Optional;

/** The fields of an answer of S3: answers to different requests have some in common, but no type with these. */
@FunctionalInterface
public interface ResponseFields {
    /** By the SDK's name of the field. */
    <T> Optional<T> getValueForField(String name, Class<T> type);
}

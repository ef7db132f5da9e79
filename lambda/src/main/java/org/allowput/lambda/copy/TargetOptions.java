package org.allowput.lambda.copy;

import java.util.Optional;

/**
 * What the target's objects get that the source's need not have.
 *
 * @param storageClass absent for the bucket's default, {@value #PRESERVE} for the source object's, or the name of one
 * @param kmsKey ARN of the key to encrypt with; absent for the bucket's default
 */
public record TargetOptions(Optional<String> storageClass, Optional<String> kmsKey) {
    /** The storage class that means: the source object's. */
    public static final String PRESERVE = "PRESERVE";

    /** The storage class to state, if one. */
    Optional<String> storageClassOf(SourceState source) {
        return storageClass.flatMap(
                name -> name.equals(PRESERVE) ? Optional.ofNullable(source.storageClass()) : Optional.of(name));
    }
}

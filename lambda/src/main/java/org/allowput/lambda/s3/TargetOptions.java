package org.allowput.lambda.s3;

import java.util.Optional;
import org.allowput.contract.FunctionVariable;
import org.allowput.contract.object.SourceState;
import org.allowput.lambda.variables.VariableReader;

/**
 * These options apply to every object that is put into the target bucket.
 *
 * @param storageClass absent for the bucket's default, {@value #PRESERVE} for the source object's, or the name of one
 * @param kmsKey ARN of the key to encrypt with; absent for the bucket's default
 * @param writeOnce whether an object that exists stays as it is: every request that creates one has
 *     {@code If-None-Match: *}
 */
public record TargetOptions(Optional<String> storageClass, Optional<String> kmsKey, boolean writeOnce) {
    /** The storage class that means: the source object's. */
    public static final String PRESERVE = "PRESERVE";

    public static TargetOptions read(VariableReader variables) {
        return new TargetOptions(
                variables.optional(FunctionVariable.STORAGE_CLASS),
                variables.optional(FunctionVariable.TARGET_KMS_KEY_ARN),
                variables.flag(FunctionVariable.WRITE_ONCE));
    }

    /**
     * The header of a request that creates an object, if there is to be one.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html">Conditional
     *     writes</a>
     */
    Optional<String> ifNoneMatch() {
        return writeOnce ? Optional.of("*") : Optional.empty();
    }

    Optional<String> storageClassOf(SourceState source) {
        return storageClass.flatMap(
                name -> name.equals(PRESERVE) ? Optional.ofNullable(source.storageClass()) : Optional.of(name));
    }
}

package org.allowput.infra.settings;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * In what class a copy is stored.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html">Storage classes</a>
 */
public enum StorageClass {
    /** The source object's own. */
    PRESERVE,
    STANDARD,
    STANDARD_IA,
    INTELLIGENT_TIERING,
    ONEZONE_IA,
    GLACIER_IR,
    GLACIER,
    DEEP_ARCHIVE;

    static final Shape<StorageClass> SHAPE = Shape.of(
            "one of " + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")),
            StorageClass::valueOf);
}

package org.allowput.infra.settings.value;

/**
 * The storage class of copies.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html">Storage classes</a>
 */
public enum StorageClass {
    /** The storage class of the source object. */
    PRESERVE,
    STANDARD,
    STANDARD_IA,
    INTELLIGENT_TIERING,
    ONEZONE_IA,
    GLACIER_IR,
    GLACIER,
    DEEP_ARCHIVE
}

package org.allowput.infra.settings.section;

import org.allowput.infra.settings.value.BucketName;

/** The bucket of an option that can be switched off. */
public interface OptionBucket {
    boolean enabled();

    BucketName bucketName();

    boolean bucketExists();

    /** Whether the deployment creates it. */
    default boolean createsBucket() {
        return enabled() && !bucketExists();
    }
}

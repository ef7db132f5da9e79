package org.allowput.infra.settings.section;

import org.allowput.infra.settings.value.BucketName;

/** The bucket for what account B's functions and jobs keep. */
public record OperationsSettings(BucketName bucketName, boolean bucketExists) {}

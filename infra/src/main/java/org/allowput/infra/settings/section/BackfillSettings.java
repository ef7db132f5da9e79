package org.allowput.infra.settings.section;

import org.allowput.infra.settings.value.BucketName;

/** Jobs of S3 Batch Operations that copy objects which were in the source bucket before the deployment. */
public record BackfillSettings(boolean enabled, BucketName bucketName, boolean bucketExists) implements OptionBucket {}

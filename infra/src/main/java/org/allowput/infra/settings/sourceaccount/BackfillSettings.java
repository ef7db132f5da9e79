package org.allowput.infra.settings.sourceaccount;

/** Jobs of S3 Batch Operations that copy objects which were in the source bucket before the deployment. */
public record BackfillSettings(boolean enabled) {}

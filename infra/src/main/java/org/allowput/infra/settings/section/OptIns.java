package org.allowput.infra.settings.section;

/**
 * Permissions of the role beyond putting objects, each as one named statement.
 *
 * @param replicateTags {@code s3:PutObjectTagging}
 * @param replicateDeletes {@code s3:DeleteObject}
 */
public record OptIns(boolean replicateTags, boolean replicateDeletes) {}

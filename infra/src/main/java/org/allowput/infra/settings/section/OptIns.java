package org.allowput.infra.settings.section;

import org.allowput.contract.ReplicatedDeletions;

/**
 * Permissions of the role beyond putting objects, each as one named statement.
 *
 * @param replicateTags {@code s3:PutObjectTagging}
 * @param replicateDeletes {@code s3:DeleteObject}, unless none are replicated
 */
public record OptIns(boolean replicateTags, ReplicatedDeletions replicateDeletes) {}

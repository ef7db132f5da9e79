package org.allowput.infra.settings.targetaccount;

import org.allowput.contract.ReplicatedDeletions;

/** Permissions of the role beyond putting objects, each as one named statement. */
public record OptIns(boolean replicateTags, ReplicatedDeletions replicateDeletes) {}

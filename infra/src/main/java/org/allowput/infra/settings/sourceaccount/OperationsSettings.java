package org.allowput.infra.settings.sourceaccount;

/** The bucket for what account B's functions and jobs keep. */
public record OperationsSettings(String bucketName, boolean bucketExists) {}

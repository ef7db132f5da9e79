package com.amazonaws.services.lambda.crac;

/**
 * Replaces the class of the same name in AWS's runtime interface client, which clears the JVM's cache of host names
 * before a snapshot is taken, by a native library that exists for Linux only. This host takes no snapshot, so that no
 * entry of the cache gets old between the hooks before the checkpoint and those after the restore.
 */
class DNSManager {
    private DNSManager() {}

    static void clearCache() {}
}

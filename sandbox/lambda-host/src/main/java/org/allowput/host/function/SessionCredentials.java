package org.allowput.host.function;

import java.time.Instant;

/** Temporary credentials of the function's role. */
public record SessionCredentials(String accessKeyId, String secretAccessKey, String sessionToken, Instant expiration) {
    /** The access key alone. */
    @Override
    public String toString() {
        return accessKeyId + " until " + expiration;
    }
}

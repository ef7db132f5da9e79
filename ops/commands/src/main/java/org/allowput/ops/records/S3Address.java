package org.allowput.ops.records;

import org.allowput.ops.cli.OperationException;

/** {@code s3://bucket/key}, in which nothing is encoded: a key may have any character. */
public record S3Address(String bucket, String key) {
    private static final String SCHEME = "s3://";

    /** Reads an address. @throws OperationException if it is no such address */
    public static S3Address parse(String address) {
        int slash = address.indexOf('/', SCHEME.length());
        if (!address.startsWith(SCHEME) || slash <= SCHEME.length() || slash == address.length() - 1) {
            throw new OperationException("Seen " + address + ", expected s3://bucket/key.");
        }
        return new S3Address(address.substring(SCHEME.length(), slash), address.substring(slash + 1));
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}

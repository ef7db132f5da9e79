package org.allowput.lambda.large;

import java.util.Optional;

/** Documents that one task of the workflow leaves to later ones, because they do not fit into the workflow's state. */
public interface ResultStore {
    /** Stores a document. A later one with the same key replaces it. */
    void put(String key, byte[] document);

    Optional<byte[]> get(String key);
}

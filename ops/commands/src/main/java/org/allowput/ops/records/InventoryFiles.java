package org.allowput.ops.records;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** Where an inventory's manifest and its parts are. */
public sealed interface InventoryFiles {
    InputStream manifest() throws IOException;

    /** A part, by the key that the manifest gives it. */
    InputStream part(String key) throws IOException;

    /** Those of a manifest at {@code s3://bucket/key}, or at a path of this computer. */
    static InventoryFiles at(String place, S3Client s3) {
        if (!place.startsWith("s3://")) {
            return new OnDisk(Path.of(place));
        }
        S3Address address = S3Address.parse(place);
        return new InBucket(s3, address.bucket(), address.key());
    }

    /** In the bucket that S3 has put them into. */
    record InBucket(S3Client s3, String bucket, String manifestKey) implements InventoryFiles {
        @Override
        public InputStream manifest() {
            return part(manifestKey);
        }

        @Override
        public InputStream part(String key) {
            return s3.getObject(request -> request.bucket(bucket).key(key));
        }
    }

    /** In a folder, as they were downloaded: parts beside the manifest, or in {@code data} beside it or its folder. */
    record OnDisk(Path file) implements InventoryFiles {
        @Override
        public InputStream manifest() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public InputStream part(String key) throws IOException {
            String name = key.substring(key.lastIndexOf('/') + 1);
            for (String folder : List.of("", "data", "../data")) {
                Path candidate = file.toAbsolutePath().resolveSibling(folder).resolve(name);
                if (Files.exists(candidate)) {
                    return Files.newInputStream(candidate);
                }
            }
            throw new FileNotFoundException(name + ", which " + file + " lists, is neither beside it nor in data/.");
        }
    }
}

package org.allowput.ops.records;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.database.Database;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * A manifest that S3 Inventory or a job has written, and the files that it lists.
 *
 * @param address of the manifest, {@code s3://bucket/key}, in which nothing is encoded
 */
public record ManifestFiles(String address, S3Client s3) {
    private static final Pattern ADDRESS = Pattern.compile("s3://[^/]+/.+", Pattern.DOTALL);

    public ManifestFiles {
        if (!ADDRESS.matcher(address).matches()) {
            throw new OperationException("Seen " + address + ", expected s3://bucket/key.");
        }
    }

    /** The fields of the manifest. */
    public Map<String, Object> read() throws IOException {
        try (InputStream json = open(address.split("/", 4)[3])) {
            return JSON.std.mapFrom(json);
        }
    }

    public String bucket() {
        return address.split("/", 4)[2];
    }

    /**
     * Loads files that the manifest lists, each by a statement that has its path as {@code ${file}}.
     *
     * @param listed with their keys and MD5, as the manifest lists them
     * @throws OperationException if the bytes are not those that the manifest lists
     */
    public void load(List<?> listed, Database database, String sql) throws IOException {
        Path file = database.folder().resolve("listed");
        for (Object each : listed) {
            Map<String, Object> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            ((Map<?, ?>) each).forEach((name, value) -> fields.put(String.valueOf(name), value));
            String key = String.valueOf(fields.get("key"));
            try (InputStream content = open(key)) {
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            }
            String seen = HexFormat.of().formatHex(Md5Utils.computeMD5Hash(file.toFile()));
            if (!seen.equalsIgnoreCase(String.valueOf(fields.get("MD5checksum")))) {
                throw new OperationException("The file " + key + " has the MD5 " + seen + "; its manifest lists "
                        + fields.get("MD5checksum") + ". Fetch manifest and files of the same report.");
            }
            database.execute(sql.replace("${file}", file.toString()));
        }
    }

    private InputStream open(String key) {
        return s3.getObject(request -> request.bucket(bucket()).key(key));
    }
}

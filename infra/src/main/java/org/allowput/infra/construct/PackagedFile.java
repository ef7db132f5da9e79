package org.allowput.infra.construct;

import java.util.Map;
import org.allowput.contract.resource.ResourceFile;
import org.yaml.snakeyaml.Yaml;

/** A file that is packed with the app. */
public final class PackagedFile {
    private PackagedFile() {}

    /** The text of the file at a path from the root of the resources. */
    public static String text(String path) {
        return ResourceFile.text(PackagedFile.class, path);
    }

    /** The mapping of the file in YAML at a path from the root of the resources. */
    public static Map<String, Object> yaml(String path) {
        return new Yaml().load(text(path));
    }
}

package org.allowput.ops.proof.template;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What stands beside the templates that the CDK synthesizes. */
public final class CdkManifest {
    private CdkManifest() {}

    /** The account and Region of a template of the CDK, as {@code manifest.json} says. */
    public static Map<String, String> environment(Path file) throws IOException {
        Path manifest = file.resolveSibling("manifest.json");
        if (!Files.exists(manifest)) {
            return Map.of();
        }
        for (Object each : Template.map(
                        JSON.std.mapFrom(Files.readString(manifest)).get("artifacts"))
                .values()) {
            Map<String, Object> artifact = Template.map(each);
            String[] where = String.valueOf(artifact.get("environment")).split("/", -1);
            if (String.valueOf(Template.map(artifact.get("properties")).get("templateFile"))
                            .equals(String.valueOf(file.getFileName()))
                    && where.length == 4
                    && where[2].matches("\\d{12}")) {
                return Map.of("account", where[2], "region", where[3]);
            }
        }
        return Map.of();
    }
}

package org.allowput.ops.proof;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.infra.ReplicationApp;
import org.allowput.ops.proof.template.Template;

/** Templates that the CDK app makes. */
final class Synthesis {
    private Synthesis() {}

    /**
     * Writes the templates of both accounts, with settings besides those of cdk.json. One at a time: the CDK has one
     * Node.js.
     */
    static synchronized void into(Path folder, Map<String, String> settings) throws IOException {
        Map<String, Object> cdkJson = JSON.std.mapFrom(Files.readString(Path.of("..", "..", "cdk.json")));
        Map<String, Object> context = new TreeMap<>(Template.map(cdkJson.get("context")));
        context.putAll(settings);
        // The asset is not read: an archive without entries.
        byte[] empty = new byte[22];
        System.arraycopy(new byte[] {'P', 'K', 5, 6}, 0, empty, 0, 4);
        Path zip = Files.write(folder.resolve("function.zip"), empty);
        ReplicationApp.synthesize(context, zip, folder);
    }
}

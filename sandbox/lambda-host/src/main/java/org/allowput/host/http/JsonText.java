package org.allowput.host.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.stree.JacksonJrsTreeCodec;
import com.fasterxml.jackson.jr.stree.JrsString;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.allowput.emulator.local.Unchecked;

public final class JsonText {
    private static final JacksonJrsTreeCodec TREES = new JacksonJrsTreeCodec();
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** The tree of {@code text}, or nothing where it is no JSON. */
    public static Optional<TreeNode> tree(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            TreeNode tree = TREES.readTree(parser);
            return parser.nextToken() == null ? Optional.ofNullable(tree) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The field {@code name} where it is a string; nothing where it is not, or {@code object} is no object. */
    public static Optional<String> text(TreeNode object, String name) {
        return object.get(name) instanceof JrsString string ? Optional.of(string.asText()) : Optional.empty();
    }

    /** An object of strings, in the order of the map. */
    public static String object(Map<String, String> fields) {
        return Unchecked.get(() -> JSON.std.asString(fields));
    }
}

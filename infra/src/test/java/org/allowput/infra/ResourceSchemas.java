package org.allowput.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which properties replace a resource when they change, and which identify it, for each type that the stacks have.
 * {@code CfnLintIT} takes them from the schemas of CloudFormation's registry, which cfn-lint brings.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html">createOnlyProperties,
 *     conditionalCreateOnlyProperties and primaryIdentifier</a>
 */
record ResourceSchemas(JsonNode types) {
    static final Path FILE = Path.of("src", "test", "resources", "resource-schemas.json");

    /** The keywords of a schema that the file has. */
    static final List<String> KEYWORDS =
            List.of("createOnlyProperties", "conditionalCreateOnlyProperties", "primaryIdentifier");

    static ResourceSchemas read() {
        return new ResourceSchemas(JsonMapper.shared().readTree(FILE));
    }

    /** Of a type, below {@code Properties}: those that replace it always, and those that replace it in some cases. */
    List<JsonPointer> replacing(String type) {
        return Stream.of("createOnlyProperties", "conditionalCreateOnlyProperties")
                .flatMap(keyword -> pointers(type, keyword).stream())
                .toList();
    }

    List<JsonPointer> conditional(String type) {
        return pointers(type, "conditionalCreateOnlyProperties");
    }

    List<JsonPointer> identifying(String type) {
        return pointers(type, "primaryIdentifier");
    }

    private List<JsonPointer> pointers(String type, String keyword) {
        return types.required(type)
                .path(keyword)
                .valueStream()
                .map(path -> JsonPointer.compile(path.asString().substring("/properties".length())))
                .toList();
    }
}

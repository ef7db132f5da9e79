package org.allowput.sandbox.contract;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.emulator.local.Unchecked;

/** The resources of a template as a test of the CDK app wrote it. */
public record SynthesizedTemplate(Map<?, ?> resources) {
    private static final Path FOLDER = Path.of("..", "..", "infra", "src", "test", "resources", "snapshots");

    /**
     * Of one of the snapshots.
     *
     * @param name of its file, without an extension
     */
    public static SynthesizedTemplate read(String name) {
        return new SynthesizedTemplate(object(
                Unchecked.get(() -> JSON.std.mapFrom(Files.readString(FOLDER.resolve(name + ".json")))), "Resources"));
    }

    /** The logical ids of the resources of a type. */
    public Stream<String> ids(String type) {
        return resources.entrySet().stream()
                .filter(entry -> type.equals(((Map<?, ?>) entry.getValue()).get("Type")))
                .map(entry -> String.valueOf(entry.getKey()));
    }

    /** The properties of the resources of a type whose logical ids begin like this. */
    public Stream<Map<?, ?>> properties(String type, String id) {
        return resources.entrySet().stream()
                .filter(entry -> String.valueOf(entry.getKey()).startsWith(id))
                .map(entry -> (Map<?, ?>) entry.getValue())
                .filter(resource -> type.equals(resource.get("Type")))
                .map(resource -> object(resource, "Properties"));
    }

    /** That of the workflow for large objects, in which {@code x} stands for each name. */
    public Map<?, ?> workflow() {
        Map<?, ?> machine =
                properties("AWS::StepFunctions::StateMachine", "").findFirst().orElseThrow();
        List<?> joined = (List<?>)
                Objects.requireNonNull(object(machine, "DefinitionString").get("Fn::Join"));
        String text = ((List<?>) joined.getLast())
                .stream()
                        .map(part -> part instanceof String literal ? literal : "x")
                        .collect(Collectors.joining());
        return Unchecked.get(() -> JSON.std.mapFrom(text));
    }

    public static Map<?, ?> object(Map<?, ?> parent, String name) {
        return (Map<?, ?>) Objects.requireNonNull(parent.get(name), name);
    }

    static int number(Map<?, ?> parent, String name) {
        return ((Number) Objects.requireNonNull(parent.get(name), name)).intValue();
    }
}

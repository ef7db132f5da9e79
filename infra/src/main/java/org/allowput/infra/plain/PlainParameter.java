package org.allowput.infra.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.allowput.infra.settings.Setting;
import org.allowput.infra.settings.SettingsSchema;

/**
 * A parameter of a plain template.
 *
 * @param defaultValue empty if it has to be given
 * @param pattern what it matches, or the allowed words with bars between them
 * @param settings that it decides with the CDK
 */
public record PlainParameter(
        String name, Optional<String> defaultValue, String pattern, List<String> settings, String description) {
    private static final String WORDS = "[A-Za-z]+(\\|[A-Za-z]+)+";

    /** As {@code plain-templates.yaml} declares it. */
    static PlainParameter of(String name, JsonNode declared) {
        List<String> settings = texts(declared.path("Settings"));
        Optional<Setting> setting = settings.stream().findFirst().map(SettingsSchema::setting);
        JsonNode stated = declared.path("Default");
        Optional<String> defaultValue = stated.isNull()
                ? setting.map(own -> own.text("default"))
                : Optional.of(stated).filter(JsonNode::isTextual).map(JsonNode::asText);
        String ofSetting = (defaultValue.equals(Optional.of("")) ? "|" : "")
                + setting.map(Setting::pattern).orElse("");
        return new PlainParameter(
                name,
                defaultValue,
                declared.has("AllowedValues")
                        ? texts(declared.get("AllowedValues")).stream().collect(Collectors.joining("|"))
                        : declared.path("AllowedPattern").asText(ofSetting),
                settings,
                declared.get("Description").asText());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    PlainParameter matching(String other) {
        return new PlainParameter(name, defaultValue, other, settings, description);
    }

    /** In the template. */
    ObjectNode declaration() {
        ObjectNode declaration =
                JsonNodeFactory.instance.objectNode().put("Type", "String").put("Description", description);
        defaultValue.ifPresent(value -> declaration.put("Default", value));
        if (pattern.matches(WORDS)) {
            List.of(pattern.split("\\|")).forEach(declaration.putArray("AllowedValues")::add);
        } else {
            declaration.put("AllowedPattern", pattern);
        }
        return declaration;
    }
}

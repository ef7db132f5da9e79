package org.allowput.infra.plain;

import java.util.List;
import java.util.Optional;
import org.allowput.infra.settings.schema.Setting;
import org.allowput.infra.settings.schema.SettingsSchema;
import software.amazon.awscdk.CfnParameter;
import software.constructs.Construct;

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

    static PlainParameter required(String name, String pattern, String description) {
        return new PlainParameter(name, Optional.empty(), pattern, List.of(), description);
    }

    static PlainParameter withDefault(String name, String value, String pattern, String description) {
        return new PlainParameter(name, Optional.of(value), pattern, List.of(), description);
    }

    /** A value of a setting, which has to be given; with the setting's pattern. */
    static PlainParameter required(String name, Setting setting, String description) {
        return required(name, setting.pattern(), description).of(setting.path());
    }

    /** A value of a setting that may be absent: empty by default. */
    static PlainParameter optional(String name, Setting setting, String description) {
        return withDefault(name, "", "|" + setting.pattern(), description).of(setting.path());
    }

    /** A value of a setting, with its default and its pattern. */
    static PlainParameter value(String name, Setting setting, String description) {
        return withDefault(name, setting.byDefault(), setting.pattern(), description)
                .of(setting.path());
    }

    /** Whether something exists. */
    static PlainParameter flag(String name, boolean value, String setting, String description) {
        return words(name, List.of(Boolean.toString(value), Boolean.toString(!value)), setting, description);
    }

    /** One of several words, by default the first. */
    static PlainParameter words(String name, List<String> words, String setting, String description) {
        return withDefault(name, words.getFirst(), String.join("|", words), description)
                .of(setting);
    }

    PlainParameter of(String... decided) {
        return new PlainParameter(name, defaultValue, pattern, List.of(decided), description);
    }

    PlainParameter matching(String other) {
        return new PlainParameter(name, defaultValue, other, settings, description);
    }

    static Setting setting(String path) {
        return SettingsSchema.setting(path);
    }

    /** @param scope apart from the stack's outputs, some of which have the same names */
    void addTo(Construct scope) {
        CfnParameter.Builder builder =
                CfnParameter.Builder.create(scope, name).type("String").description(description);
        defaultValue.ifPresent(builder::defaultValue);
        if (pattern.matches(WORDS)) {
            builder.allowedValues(List.of(pattern.split("\\|")));
        } else {
            builder.allowedPattern(pattern);
        }
        builder.build().overrideLogicalId(name);
    }
}

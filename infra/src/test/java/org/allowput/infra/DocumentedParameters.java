package org.allowput.infra;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.infra.plain.PlainTemplate;
import org.allowput.infra.plain.PlainTemplates;
import org.allowput.infra.template.PlainParameter;

/** Which parameters of the plain templates decide a setting, as docs/settings.md states it. */
public final class DocumentedParameters {
    private static final SequencedMap<String, PlainTemplate> TEMPLATES = new LinkedHashMap<>();

    static {
        TEMPLATES.put("A", PlainTemplates.target());
        TEMPLATES.put("B", PlainTemplates.source());
    }

    private DocumentedParameters() {}

    /** Those of both accounts for a setting, in Markdown; a dash if there is none. */
    public static String of(String setting) {
        String names = TEMPLATES.entrySet().stream()
                .flatMap(account -> account.getValue().parameters().stream()
                        .filter(parameter ->
                                settings(account.getValue(), parameter).anyMatch(setting::equals))
                        .map(parameter -> account.getKey() + " `" + parameter.name() + "`"))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "–" : names;
    }

    /** The settings that the parameter decides, and those whose placeholder it stands for. */
    static Stream<String> settings(PlainTemplate template, PlainParameter parameter) {
        Stream<String> values = template.settings().entrySet().stream()
                .filter(setting -> template.references().entrySet().stream()
                        .anyMatch(reference -> reference.getValue().equals("${" + parameter.name() + "}")
                                && (reference.getKey() + "-").startsWith(setting.getValue() + "-")))
                .map(Map.Entry::getKey);
        return Stream.concat(parameter.settings().keySet().stream(), values)
                .distinct()
                .sorted();
    }
}

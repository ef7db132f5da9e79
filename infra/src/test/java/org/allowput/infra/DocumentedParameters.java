package org.allowput.infra;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allowput.infra.plain.PlainTemplate;

/** Which parameters of the plain templates decide a setting, as docs/settings.md states it. */
public final class DocumentedParameters {
    private DocumentedParameters() {}

    /** Those of both accounts for a setting, in Markdown; a dash if there is none. */
    public static String of(String setting) {
        String names = Stream.of(PlainTemplate.values())
                .flatMap(template -> template.parameters().stream()
                        .filter(parameter -> parameter.settings().contains(setting))
                        .map(parameter ->
                                (template == PlainTemplate.TARGET ? "A" : "B") + " `" + parameter.name() + "`"))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "–" : names;
    }
}

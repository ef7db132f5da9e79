package org.allowput.infra;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.allowput.infra.plain.PlainTemplate;
import org.allowput.infra.plain.SourceTemplate;
import org.allowput.infra.plain.TargetTemplate;

/** Which parameters of the plain templates decide a setting, as docs/settings.md states it. */
public final class DocumentedParameters {
    private static final SequencedMap<String, PlainTemplate> TEMPLATES =
            new LinkedHashMap<>(Map.of("A", new TargetTemplate()));

    static {
        TEMPLATES.put("B", new SourceTemplate());
    }

    private DocumentedParameters() {}

    /** Those of both accounts for a setting, in Markdown; a dash if there is none. */
    public static String of(String setting) {
        String names = TEMPLATES.entrySet().stream()
                .flatMap(account -> account.getValue().parameters().stream()
                        .filter(parameter -> parameter.settings().contains(setting))
                        .map(parameter -> account.getKey() + " `" + parameter.name() + "`"))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "–" : names;
    }
}

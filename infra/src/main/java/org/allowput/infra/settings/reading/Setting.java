package org.allowput.infra.settings.reading;

import java.util.Optional;
import java.util.function.Function;

/**
 * A setting, declared once: how it is read, docs/settings.md, the functions' environment and the plain templates'
 * parameters follow from it.
 *
 * @param path below {@code replication}, with {@code []} for each item of a list
 * @param type how its text is read and checked
 * @param expert whether it is in the second table, of settings that hardly anybody needs
 * @param variable by which the functions get it
 * @param byDefault the value if it is not set, which other settings may determine
 * @param defaultText the same in Markdown, or {@link #REQUIRED}
 * @param description what it does, in Markdown
 */
public record Setting<T>(
        String path,
        SettingType<T> type,
        boolean expert,
        Optional<String> variable,
        Function<Values, T> byDefault,
        String defaultText,
        String description) {
    static final String REQUIRED = "required";

    /** Within its object. */
    public String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Of its object; empty if it is in none. */
    String parent() {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}

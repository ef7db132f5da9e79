package org.allowput.infra.settings.reading;

/**
 * The value of a setting that is not set.
 *
 * @param value the value
 * @param text the value in docs/settings.md, in Markdown; if other settings determine the value, how they do it
 */
public record DefaultValue<T>(T value, String text) {
    static <T> DefaultValue<T> of(T value) {
        return new DefaultValue<>(value, "`" + value + "`");
    }
}

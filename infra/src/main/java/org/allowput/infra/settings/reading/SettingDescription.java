package org.allowput.infra.settings.reading;

/**
 * The documentation of one setting, as the table in docs/settings.md shows it.
 *
 * @param path the setting's path below {@code replication}, with {@code []} for each item of a list
 * @param type the name of its type
 * @param unit its unit; empty if it has none
 * @param defaultValue its default value in Markdown, or {@code required}
 * @param allowedValues the values that are allowed
 * @param description what the setting does, in Markdown
 * @param expert whether it is in the second table
 */
public record SettingDescription(
        String path,
        String type,
        String unit,
        String defaultValue,
        String allowedValues,
        String description,
        boolean expert) {}

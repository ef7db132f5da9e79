package org.allowput.infra.settings;

/**
 * A setting there is, as docs/settings.md lists it.
 *
 * @param path from {@code replication} on, with {@code []} for each item of a list
 * @param expected what it may be
 * @param byDefault what it is where it is not set, or {@code required}
 */
public record KnownSetting(String path, String expected, String byDefault) {}

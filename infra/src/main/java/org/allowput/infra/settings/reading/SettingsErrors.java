package org.allowput.infra.settings.reading;

import java.util.ArrayList;
import java.util.List;

/** Collects the error messages of one reading of the settings, so that one exception reports them all. */
public final class SettingsErrors {
    private final String root;
    private final List<String> messages = new ArrayList<>();

    /** @param root the path of the settings that are read */
    public SettingsErrors(String root) {
        this.root = root;
    }

    public String root() {
        return root;
    }

    public void addAll(SettingsErrors others) {
        messages.addAll(others.messages);
    }

    public void add(String message) {
        messages.add(message);
    }

    /** Records that a value is absent, but needed. */
    public void missing(Setting<?> setting, String expected) {
        missing(root + "." + setting.path(), expected);
    }

    void missing(String path, String expected) {
        add("%s: not set, expected %s".formatted(path, expected));
    }

    /** Records an error of a value that is well-formed, but contradicts another one. */
    public void error(Setting<?> setting, Object actual, String expected) {
        error(root + "." + setting.path(), actual, expected);
    }

    void error(String path, Object actual, String expected) {
        add("%s: seen %s, expected %s".formatted(path, actual, expected));
    }

    /**
     * Ends the reading of settings.
     *
     * @throws InvalidSettingsException if there is any error
     */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new InvalidSettingsException(messages);
        }
    }
}

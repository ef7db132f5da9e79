package org.allowput.infra.settings.schema;

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

    public int size() {
        return messages.size();
    }

    public void addAll(SettingsErrors others) {
        messages.addAll(others.messages);
    }

    public void add(String message) {
        messages.add(message);
    }

    /** Records that a value is absent, but needed. */
    public void missing(String path, String expected) {
        add("%s.%s: not set, expected %s".formatted(root, path, expected));
    }

    /** Records an error of a value that is well-formed, but contradicts another one. */
    public void error(String path, Object seen, String expected) {
        add("%s.%s: seen %s, expected %s".formatted(root, path, seen, expected));
    }

    /** Records the same, unless a condition holds. */
    public void require(boolean holds, String path, Object seen, String expected) {
        if (!holds) {
            error(path, seen, expected);
        }
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

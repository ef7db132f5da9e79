package org.allowput.infra.settings;

import java.util.ArrayList;
import java.util.List;

/** Collects the error messages of one reading of the settings, so that one exception reports them all. */
final class SettingsErrors {
    private final String root;
    private final List<String> messages = new ArrayList<>();

    /** @param root the path of the settings that are read */
    SettingsErrors(String root) {
        this.root = root;
    }

    String root() {
        return root;
    }

    void addAll(SettingsErrors others) {
        messages.addAll(others.messages);
    }

    void add(String message) {
        messages.add(message);
    }

    /** @throws InvalidSettingsException if there is any error */
    void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new InvalidSettingsException(messages);
        }
    }
}

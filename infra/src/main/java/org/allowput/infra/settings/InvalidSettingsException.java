package org.allowput.infra.settings;

import java.util.List;

/** Settings that cannot be deployed. The message lists every error, each with the path of its setting. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param errors one sentence per error */
    public InvalidSettingsException(List<String> errors) {
        super(
                "%d %s in the settings. Nothing was built or deployed. Fix the settings and run the command again; docs/settings.md describes each.\n  %s"
                        .formatted(
                                errors.size(), errors.size() == 1 ? "error" : "errors", String.join("\n  ", errors)));
    }
}

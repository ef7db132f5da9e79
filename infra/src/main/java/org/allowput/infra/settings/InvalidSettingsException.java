package org.allowput.infra.settings;

import java.util.List;

/** Settings that cannot be deployed: every problem at once, each with the path of its setting. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidSettingsException(List<String> problems) {
        super("%d %s in the settings; nothing was built or deployed. docs/settings.md says what each may be.\n  %s"
                .formatted(
                        problems.size(), problems.size() == 1 ? "problem" : "problems", String.join("\n  ", problems)));
    }
}

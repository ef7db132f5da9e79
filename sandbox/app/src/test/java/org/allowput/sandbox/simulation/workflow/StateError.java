package org.allowput.sandbox.simulation.workflow;

import java.util.Map;

/** The error that a state ends with, by its name, and its cause. */
final class StateError extends Exception {
    private static final long serialVersionUID = 1;

    private final String error;
    private final String cause;

    StateError(String error, String cause) {
        super(error + ": " + cause);
        this.error = error;
        this.cause = cause;
    }

    String error() {
        return error;
    }

    String cause() {
        return cause;
    }

    Map<String, Object> toOutput() {
        return Map.of("Error", error, "Cause", cause);
    }
}

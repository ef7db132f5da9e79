package org.allowput.infra.settings.function;

import java.util.Optional;

/** Of what account B's stack stores besides objects. */
public record Encryption(Optional<String> kmsKeyArn) {}

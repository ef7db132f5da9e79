package org.allowput.infra.settings.function;

public record Logs(int retentionDays) {}

package org.allowput.infra.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a person can set, checked. What each setting is for stands in docs/settings.md.
 *
 * @param target account A's side
 * @param source account B's side
 * @param trigger how the function hears of an object
 * @param keys which objects are copied, and under which keys
 * @param function the function of account B
 * @param queue the queue in front of it
 * @param logs its log
 */
public record Settings(
        TargetSettings target,
        SourceSettings source,
        Trigger trigger,
        KeySettings keys,
        FunctionSettings function,
        QueueSettings queue,
        LogSettings logs) {
    /**
     * Reads the context of the CDK app. Its {@code replication} object holds the settings; a context value whose name
     * is the path of a setting, as {@code cdk -c queue.batchSize=5} sets it, goes before what stands there.
     *
     * @param environment checked for an ExternalId, which is not part of the settings
     * @throws InvalidSettingsException with every problem, if there is any
     */
    public static Settings read(Map<String, ?> context, Map<String, String> environment) {
        Findings findings = new Findings(new LinkedHashMap<>());
        Settings settings = read(new Section("replication", Overrides.applied(context), findings), findings);
        ExternalId.problem(environment, ExternalId.VARIABLE).ifPresent(findings::problem);
        findings.throwIfAny();
        return settings;
    }

    /** Every setting there is, in the order in which they are read. */
    public static List<KnownSetting> known() {
        Findings findings = new Findings(new LinkedHashMap<>());
        read(new Section("replication", Map.of(), findings), findings);
        return List.copyOf(findings.known().values());
    }

    private static Settings read(Section section, Findings findings) {
        TargetSettings target = TargetSettings.read(section.section("target"));
        SourceSettings source = SourceSettings.read(section.section("source"));
        Trigger trigger = section.value("trigger", Trigger.SHAPE, Trigger.SQS);
        KeySettings keys = KeySettings.read(section.section("keys"), findings);
        FunctionSettings function = FunctionSettings.read(section.section("function"), findings);
        QueueSettings queue = QueueSettings.read(section.section("queue"), findings, function.timeout());
        LogSettings logs = LogSettings.read(section.section("logs"));
        section.end();
        if (source.bucket().equals(target.bucket())) {
            findings.problem(
                    "replication.source.bucketName: seen the target bucket, %s, expected another: copies of copies would never end"
                            .formatted(source.bucket()));
        }
        return new Settings(target, source, trigger, keys, function, queue, logs);
    }
}

package org.allowput.infra.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Everything a person can set, checked. What each setting is for stands in docs/settings.md.
 *
 * @param target account A's side
 * @param source account B's side
 * @param furtherSources further accounts that account A trusts; what they deploy is theirs
 * @param optIns what the role may do beyond putting objects
 * @param trigger how the function hears of an object
 * @param keys which objects are copied, and under which keys
 * @param function the function of account B
 * @param queue the queue in front of it
 * @param logs its log
 * @param alarms when people are called
 * @param backfill copying what was there before
 * @param receipts of what was copied
 * @param tags of every resource of both stacks
 */
public record Settings(
        TargetSettings target,
        SourceSettings source,
        List<TrustedAccount> furtherSources,
        OptIns optIns,
        Trigger trigger,
        KeySettings keys,
        FunctionSettings function,
        QueueSettings queue,
        LogSettings logs,
        AlarmSettings alarms,
        BackfillSettings backfill,
        ReceiptSettings receipts,
        SequencedMap<String, String> tags) {
    /**
     * Reads the context of the CDK app. Its {@code replication} object holds the settings; a context value whose name
     * is the path of a setting, as {@code cdk -c queue.batchSize=5} sets it, goes before what stands there.
     *
     * @param environment checked for ExternalIds, which are not part of the settings
     * @throws InvalidSettingsException with every problem, if there is any
     */
    public static Settings read(Map<String, ?> context, Map<String, String> environment) {
        Findings findings = new Findings(new LinkedHashMap<>());
        Settings settings = read(new Section("replication", Overrides.applied(context), findings), findings);
        new Agreement(settings, findings).check();
        ExternalId.check(settings, environment, findings);
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
        List<TrustedAccount> furtherSources = section.list("furtherSources", TrustedAccount::read);
        OptIns optIns = OptIns.read(section.section("optIns"));
        Trigger trigger = section.value("trigger", Trigger.SHAPE, Trigger.SQS);
        KeySettings keys = KeySettings.read(section.section("keys"), findings);
        FunctionSettings function = FunctionSettings.read(section.section("function"), findings);
        QueueSettings queue = QueueSettings.read(section.section("queue"), findings, function.timeout());
        LogSettings logs = LogSettings.read(section.section("logs"));
        AlarmSettings alarms = AlarmSettings.read(section.section("alarms"));
        BackfillSettings backfill = BackfillSettings.read(section.section("backfill"), source);
        ReceiptSettings receipts = ReceiptSettings.read(section.section("receipts"), source);
        SequencedMap<String, String> tags = Tags.read(section.section("tags"));
        section.end();
        return new Settings(
                target,
                source,
                furtherSources,
                optIns,
                trigger,
                keys,
                function,
                queue,
                logs,
                alarms,
                backfill,
                receipts,
                tags);
    }

    /** Every account that the target account trusts: the source account, then the further ones. */
    public List<TrustedAccount> trusted() {
        return Stream.concat(Stream.of(source.trusted()), furtherSources.stream())
                .toList();
    }

    /** The role in account A that account B assumes. */
    public RoleName assumedRole() {
        return source.trusted().roleIn(target);
    }
}

package org.allowput.infra.settings;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.allowput.infra.settings.function.LargeObjectSettings;
import org.allowput.infra.settings.reading.SettingType;
import org.allowput.infra.settings.reading.SettingsReader;

/**
 * Permissions of the role beyond putting objects, each as one named statement, and options of its sessions.
 *
 * @param replicateTags copy an object's tags
 * @param replicateDeletes delete an object's copy when the object is deleted
 * @param abortUploads abort a multipart upload that failed, instead of leaving it to the bucket's lifecycle rule
 * @param sourceIdentity set the function's name as the source identity of its sessions
 * @param narrowSessions assume the role for each invocation, with a session policy that allows that invocation's keys
 *     only
 */
public record OptIns(
        boolean replicateTags,
        boolean replicateDeletes,
        boolean abortUploads,
        boolean sourceIdentity,
        boolean narrowSessions) {
    static OptIns read(SettingsReader reader) {
        OptIns optIns = new OptIns(
                optIn(
                        reader,
                        "replicateTags",
                        "Copies tags, and copies again when they change. Adds `ReplicateTags` "
                                + "(`s3:PutObjectTagging`) in account A"),
                optIn(
                        reader,
                        "replicateDeletes",
                        "Deletes the copy of an object that is deleted, or expires by a lifecycle rule. Adds "
                                + "`ReplicateDeletes` (`s3:DeleteObject`) in account A"),
                optIn(
                        reader,
                        "abortUploads",
                        "Aborts a failed multipart upload immediately. Otherwise the bucket's lifecycle rule aborts it"
                                + " after " + LargeObjectSettings.KEPT
                                + ". Adds `AbortUploads` (`s3:AbortMultipartUpload`) in account A"),
                optIn(
                        reader,
                        "sourceIdentity",
                        "Sets the function's name as the [source"
                            + " identity](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html)"
                            + " of its [sessions](#sessions). Adds `SetSourceIdentity…` (`sts:SetSourceIdentity`) to"
                            + " the trust policy and the function"),
                reader.value(
                        "narrowSessions",
                        SettingType.bool().forExperts(),
                        false,
                        "Assumes the role per invocation, with a policy for its keys only: "
                                + "[sessions](#sessions)"));
        reader.rejectUnknown();
        return optIns;
    }

    /** Those that are set. */
    SortedSet<String> names() {
        Map<String, Boolean> optIns = new TreeMap<>(Map.of(
                "replicateTags", replicateTags,
                "replicateDeletes", replicateDeletes,
                "abortUploads", abortUploads,
                "sourceIdentity", sourceIdentity,
                "narrowSessions", narrowSessions));
        optIns.values().removeIf(set -> !set);
        return new TreeSet<>(optIns.keySet());
    }

    private static boolean optIn(SettingsReader reader, String name, String description) {
        return reader.value(name, SettingType.bool(), false, description);
    }
}

package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrantSettingTest {
    private static final String LINE = "444444444444|eu-west-1|a.target|Put-222222222222|from-b/"
            + "|arn:aws:kms:eu-west-1:444444444444:key/k|from-b/_deliveries/|deletions|false|true";

    @Test
    void theLineIsTheSameAsASettingForEachOfItsValues() {
        Map<String, String> separate = Map.of(
                "target.region", "eu-west-1",
                "target.bucketName", "a.target",
                "target.roleName", "Put",
                "target.kmsKeyArn", "arn:aws:kms:eu-west-1:444444444444:key/k",
                "target.writeOnce", "true",
                "source.keyPrefix", "from-b/",
                "keys.addPrefix", "from-b/",
                "receipts.deliverTo", "from-b/_deliveries/",
                "optIns.replicateDeletes", "deletions");

        Settings granted = read(Map.of("target.grant", LINE));
        Settings stated = read(with(separate, "target.account", "444444444444"));
        assertThat(granted).isEqualTo(stated);
        assertThat(read(Map.of("target.grant", LINE)).assumedRole()).hasToString("Put-222222222222");
    }

    @Test
    void aSeparateSettingMayStateTheSameAndNothingElse() {
        assertThat(errors(Map.of("target.grant", LINE, "target.region", "eu-west-1")))
                .isEmpty();
        assertThat(errors(Map.of("target.grant", LINE, "target.region", "us-east-1", "optIns.replicateTags", "true")))
                .contains(
                        "replication.target.region: seen \"us-east-1\", expected \"eu-west-1\", as target.grant states"
                                + " it",
                        "replication.optIns.replicateTags: seen \"true\", expected \"false\"");
        assertThat(errors(Map.of("target.grant", LINE, "keys.addPrefix", "elsewhere/")))
                .contains("source.keyPrefix");
    }

    @Test
    void receiptsAreDeliveredNowhereElseThanWhereAccountAKeepsThem() {
        assertThat(errors(Map.of("target.grant", LINE, "receipts.deliverTo", "from-b/receipts/")))
                .contains("replication.receipts.deliverTo: seen \"from-b/receipts/\", expected"
                        + " \"from-b/_deliveries/\", as target.grant states it, or nothing");
        assertThat(errors(Map.of(
                        "target.grant",
                        LINE.replace("from-b/_deliveries/", ""),
                        "receipts.deliverTo",
                        "from-b/_deliveries/")))
                .contains("replication.receipts.deliverTo: seen \"from-b/_deliveries/\", expected \"\"");
    }

    @Test
    void aTextThatIsNoLineIsRefused() {
        assertThat(errors(Map.of("target.grant", "a.target")))
                .contains(
                        "replication.target.grant: seen \"a.target\", expected the output TargetGrant of account A's");
        assertThat(errors(Map.of("target.grant", LINE.replace("Put-222222222222", "Put"))))
                .contains("seen the role Put, expected one whose name ends with -222222222222");
    }

    private static Map<String, Object> context(Map<String, String> settings) {
        Map<String, Object> context = new HashMap<>(settings);
        context.put("replication", Map.of("source", Map.of("account", "222222222222")));
        context.putAll(Map.of("alarms.email", "none", "target.alarms.email", "none"));
        return context;
    }

    private static Settings read(Map<String, String> settings) {
        return Settings.read(context(settings), Map.of()).getFirst();
    }

    private static String errors(Map<String, String> settings) {
        return TestSettings.errors(context(settings));
    }
}

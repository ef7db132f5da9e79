package org.allowput.infra.settings.targetaccount;

import java.util.Optional;
import org.allowput.infra.settings.alarms.TargetAlarmSettings;
import org.allowput.infra.settings.region.Region;

/** Account A's side. The grant has said all: each of its values is in the place of its setting. */
public record TargetSettings(
        String account,
        Region region,
        String bucketName,
        boolean bucketExists,
        boolean bucketShared,
        boolean writeOnce,
        String roleName,
        Optional<String> kmsKeyArn,
        Optional<String> permissionsBoundaryArn,
        TargetAlarmSettings alarms) {}

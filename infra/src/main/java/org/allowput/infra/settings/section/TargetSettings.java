package org.allowput.infra.settings.section;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;
import org.allowput.infra.settings.value.Region;

/** Account A's side. The grant has said all: each of its values is in the place of its setting. */
@JsonIgnoreProperties("grant")
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

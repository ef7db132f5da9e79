package org.allowput.infra.settings.section;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.RoleName;

/**
 * Account A's side. The grant has said all: each of its values is in the place of its setting.
 *
 * @param bucketShared whether another deployment puts into this bucket and claims it
 * @param roleName that the trusted accounts assume
 * @param kmsKeyArn of the copies
 * @param permissionsBoundaryArn of every role of account A's stack
 */
@JsonIgnoreProperties("grant")
public record TargetSettings(
        AccountId account,
        Region region,
        BucketName bucketName,
        boolean bucketExists,
        boolean bucketShared,
        boolean writeOnce,
        RoleName roleName,
        Optional<String> kmsKeyArn,
        Optional<String> permissionsBoundaryArn,
        TargetAlarmSettings alarms) {}

package org.allowput.infra.settings.section;

import java.util.Optional;
import org.allowput.infra.settings.value.AccountId;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.RoleName;

/**
 * Account A's side.
 *
 * @param bucketShared whether another deployment puts into this bucket and claims it
 * @param roleName that the trusted accounts assume
 * @param kmsKeyArn of the copies
 * @param permissionsBoundaryArn of every role of account A's stack
 */
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

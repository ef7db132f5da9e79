package org.allowput.sandbox.simulation.aws;

import java.time.Duration;
import java.time.Instant;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** The sessions of the target account's role: their credentials end after an hour. */
public final class StsService {
    private static final String TOKEN = "role-until-";

    private final VirtualTime time;

    public StsService(VirtualTime time) {
        this.time = time;
    }

    ServiceAnswer handle(HttpCall call) {
        if (call.operation().equals("GetCallerIdentity")) {
            return ServiceAnswer.xml(
                    200,
                    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::222222222222:assumed-role/f/f"
                        + "</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>");
        }
        Instant until =
                Instant.ofEpochSecond(time.instant().plus(Duration.ofHours(1)).getEpochSecond());
        return ServiceAnswer.xml(
                200,
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>"
                        + "<SecretAccessKey>secret</SecretAccessKey><SessionToken>" + TOKEN
                        + until.getEpochSecond() + "</SessionToken><Expiration>" + until
                        + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
    }

    boolean isRole(HttpCall call) {
        return call.token().startsWith(TOKEN);
    }

    boolean isExpired(HttpCall call) {
        return isRole(call)
                && Long.parseLong(call.token().substring(TOKEN.length()))
                        < time.instant().getEpochSecond();
    }
}

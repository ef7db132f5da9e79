package org.allowput.sandbox.simulation.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allowput.policy.Policy;
import org.allowput.sandbox.simulation.access.Access;
import org.allowput.sandbox.simulation.time.VirtualTime;

/** The sessions of the target account's role: their credentials end after an hour. */
public final class StsService {
    private static final String TOKEN = "role-until-";

    private final VirtualTime time;
    private final List<Optional<Policy>> sessions = new ArrayList<>();

    public StsService(VirtualTime time) {
        this.time = time;
    }

    Answer handle(HttpCall call) {
        if (call.operation().equals("GetCallerIdentity")) {
            return Answer.xml(
                    200,
                    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::222222222222:assumed-role/f/f"
                        + "</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>");
        }
        Instant until =
                Instant.ofEpochSecond(time.instant().plus(Duration.ofHours(1)).getEpochSecond());
        sessions.add(Access.sessionPolicy(call));
        return Answer.xml(
                200,
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE</AccessKeyId>"
                        + "<SecretAccessKey>secret</SecretAccessKey><SessionToken>" + TOKEN
                        + until.getEpochSecond() + "-" + (sessions.size() - 1) + "</SessionToken><Expiration>" + until
                        + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>");
    }

    boolean isRole(HttpCall call) {
        return call.token().startsWith(TOKEN);
    }

    boolean isExpired(HttpCall call) {
        return isRole(call) && Long.parseLong(parts(call)[0]) < time.instant().getEpochSecond();
    }

    /** The policy of the session that a request is signed with. */
    Optional<Policy> session(HttpCall call) {
        return isRole(call) ? sessions.get(Integer.parseInt(parts(call)[1])) : Optional.empty();
    }

    private static String[] parts(HttpCall call) {
        return call.token().substring(TOKEN.length()).split("-", 2);
    }
}

package org.allowput.lambda;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.copy.MissingSource;
import org.allowput.lambda.copy.ObjectCopier;
import org.allowput.lambda.copy.Outcome;
import org.allowput.lambda.role.SessionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Copies with sessions that may write the keys of this invocation and no others: one session, or as many as it takes to
 * name all keys. Each is begun when the first of its keys is copied, and forgotten at the end.
 */
final class NarrowedCopySession implements CopySession {
    private final Map<String, Session> sessions = new HashMap<>();
    private final Function<SessionPolicy, AwsClients.Assumed> assume;

    /** @param assume makes copies under a policy */
    NarrowedCopySession(
            Collection<String> targetKeys,
            SessionPolicy.Bucket bucket,
            Function<SessionPolicy, AwsClients.Assumed> assume) {
        this.assume = assume;
        Iterator<String> keys = targetKeys.iterator();
        for (SessionPolicy policy : SessionPolicy.naming(List.copyOf(targetKeys), bucket)) {
            Session session = new Session(policy);
            policy.patterns().forEach(pattern -> sessions.put(keys.next(), session));
        }
    }

    @Override
    public Outcome replicate(String sourceKey, String targetKey, MissingSource missing, Deadline deadline) {
        return Objects.requireNonNull(sessions.get(targetKey), targetKey)
                .copy()
                .replicate(sourceKey, targetKey, missing, deadline);
    }

    @Override
    public void close() {
        sessions.values().forEach(Session::close);
    }

    private final class Session {
        private final SessionPolicy policy;
        private AwsClients.@Nullable Assumed assumed;

        Session(SessionPolicy policy) {
            this.policy = policy;
        }

        synchronized ObjectCopier copy() {
            if (assumed == null) {
                assumed = assume.apply(policy);
            }
            return assumed.copy();
        }

        synchronized void close() {
            if (assumed != null) {
                assumed.close();
                assumed = null;
            }
        }
    }
}

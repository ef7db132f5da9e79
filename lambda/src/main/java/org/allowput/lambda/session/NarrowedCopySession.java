package org.allowput.lambda.session;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.allowput.lambda.copy.CopyResult;
import org.allowput.lambda.copy.CopyTask;
import org.allowput.lambda.copy.Deadline;
import org.allowput.lambda.role.SessionPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Copies with sessions of the role that may write the keys of this invocation and no others. It uses one session, or as
 * many as the session policies need to name all keys. Each session is opened when the first of its keys is copied.
 */
public final class NarrowedCopySession implements CopySession {
    private final Map<String, LazySession> sessions = new HashMap<>();
    private final Function<SessionPolicy, CopySession> sessionFactory;

    /** @param sessionFactory opens a session under a policy */
    public NarrowedCopySession(
            Collection<String> targetKeys,
            SessionPolicy.Bucket bucket,
            Function<SessionPolicy, CopySession> sessionFactory) {
        this.sessionFactory = sessionFactory;
        Iterator<String> keys = targetKeys.iterator();
        for (SessionPolicy policy : SessionPolicy.naming(List.copyOf(targetKeys), bucket)) {
            LazySession session = new LazySession(policy);
            policy.patterns().forEach(pattern -> sessions.put(keys.next(), session));
        }
    }

    @Override
    public CopyResult copy(CopyTask task, Deadline deadline) {
        return Objects.requireNonNull(sessions.get(task.targetKey()), task.targetKey())
                .open()
                .copy(task, deadline);
    }

    @Override
    public void close() {
        sessions.values().forEach(LazySession::close);
    }

    private final class LazySession {
        private final SessionPolicy policy;
        private @Nullable CopySession session;

        LazySession(SessionPolicy policy) {
            this.policy = policy;
        }

        synchronized CopySession open() {
            if (session == null) {
                session = sessionFactory.apply(policy);
            }
            return session;
        }

        synchronized void close() {
            if (session != null) {
                session.close();
                session = null;
            }
        }
    }
}

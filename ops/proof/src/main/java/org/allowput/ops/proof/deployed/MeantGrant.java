package org.allowput.ops.proof.deployed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What account A means to grant by one role, as the settings, the parameters or the command line say: never what its
 * policies say.
 *
 * @param keyPrefix of the objects that may be put; empty for all
 * @param allowed names of {@link #OPT_INS}, and further actions
 * @param kmsKeyArn of the copies
 * @param receiptsPrefix of the receipts that account B delivers with the copies, and cannot change
 */
public record MeantGrant(
        String roleName,
        List<Trusted> trusted,
        String keyPrefix,
        Set<String> allowed,
        Optional<String> kmsKeyArn,
        Optional<String> receiptsPrefix) {
    /** No put over an object. */
    public static final String WRITE_ONCE = "writeOnce";

    /** The action that each opt-in adds, on the objects that the role may put. */
    public static final Map<String, String> OPT_INS =
            Map.of("replicateDeletes", "s3:DeleteObject", "replicateTags", "s3:PutObjectTagging");

    /**
     * An account that may assume the role.
     *
     * @param roleNames the only roles of the account that may; empty for all its principals
     * @param organizationId that the account must belong to
     * @param mfa whether only with multi-factor authentication
     */
    public record Trusted(String account, List<String> roleNames, Optional<String> organizationId, boolean mfa) {
        public Trusted {
            roleNames = List.copyOf(roleNames);
        }
    }

    public MeantGrant {
        trusted = List.copyOf(trusted);
        allowed = Set.copyOf(allowed);
    }

    /** The actions on objects. */
    public SortedSet<String> actions() {
        SortedSet<String> actions = new TreeSet<>(Set.of("s3:PutObject"));
        allowed.stream()
                .filter(name -> !name.equals(WRITE_ONCE))
                .forEach(name -> actions.add(OPT_INS.getOrDefault(name, name)));
        return actions;
    }

    public boolean isWriteOnce() {
        return allowed.contains(WRITE_ONCE);
    }
}

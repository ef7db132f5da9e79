package org.allowput.ops.proof.solver;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.allowput.ops.proof.solver.Formula.Constant;
import org.allowput.ops.proof.solver.Formula.In;
import org.allowput.policy.Principals;
import org.allowput.policy.Principals.Grant;

/** Whom the elements {@code Principal} and {@code NotPrincipal} mean, as formulas. */
final class PrincipalFormulas {
    static final Set<Grant> ANY = EnumSet.of(Grant.DIRECT, Grant.ROLE, Grant.ACCOUNT);

    private PrincipalFormulas() {}

    /** A statement reaches the caller in one of these ways. */
    static Formula reaches(Principals principals, boolean allow, Set<Grant> how) {
        if (!principals.inverted()) {
            return names(principals, how);
        }
        Formula isPrincipal = RequestFormulas.byPrincipal();
        Formula excluded = allow
                ? names(principals, ANY)
                : or(and(not(isPrincipal), names(principals, ANY)), and(isPrincipal, isListed(principals)));
        return how.contains(Grant.DIRECT) ? not(excluded) : Constant.FALSE;
    }

    private static Formula names(Principals principals, Set<Grant> how) {
        return anyOf(
                how,
                each -> anyOf(
                        principals.names().entrySet(),
                        names -> anyOf(names.getValue(), name -> isNamed(names.getKey(), name, each))));
    }

    private static Formula isNamed(String type, String name, Grant how) {
        if (!type.equals(RequestFormulas.PRINCIPAL)) {
            return how == Grant.DIRECT ? new In(type, TextSet.of(name)) : Constant.FALSE;
        }
        if (name.equals("*")) {
            return Constant.of(how == Grant.DIRECT);
        }
        Formula isRole = RequestFormulas.isRole();
        return switch (how) {
            case DIRECT -> or(RequestFormulas.isSession(name), and(not(isRole), RequestFormulas.isCalledBy(name)));
            case ROLE -> and(isRole, RequestFormulas.isCalledBy(name));
            case ACCOUNT -> isOfAccount(name);
            case NONE -> Constant.FALSE;
        };
    }

    /** A Deny with NotPrincipal excludes a session only where its account, its role and the session are listed. */
    private static Formula isListed(Principals principals) {
        List<String> names = principals.names(RequestFormulas.PRINCIPAL);
        return names.contains("*")
                ? Constant.TRUE
                : and(
                        anyOf(names, PrincipalFormulas::isOfAccount),
                        anyOf(names, RequestFormulas::isCalledBy),
                        or(not(RequestFormulas.hasSession()), anyOf(names, RequestFormulas::isSession)));
    }

    private static Formula isOfAccount(String name) {
        return name.matches("\\d{12}")
                ? RequestFormulas.isCalledByAccount(name)
                : name.matches("arn:[^:]+:iam::\\d{12}:root")
                        ? RequestFormulas.isCalledByAccount(name.split(":", 3)[1], name.split(":", -1)[4])
                        : Constant.FALSE;
    }
}

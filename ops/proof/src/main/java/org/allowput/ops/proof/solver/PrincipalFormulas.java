package org.allowput.ops.proof.solver;

import static org.allowput.ops.proof.solver.Formula.and;
import static org.allowput.ops.proof.solver.Formula.anyOf;
import static org.allowput.ops.proof.solver.Formula.not;
import static org.allowput.ops.proof.solver.Formula.or;

import java.util.ArrayList;
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
        List<Formula> alternatives = new ArrayList<>();
        boolean direct = how.contains(Grant.DIRECT);
        Formula isRole = RequestFormulas.isRole();
        for (String name : principals.names(RequestFormulas.PRINCIPAL)) {
            Formula isNamed = RequestFormulas.isCalledBy(name);
            if (name.equals("*")) {
                alternatives.add(direct ? Constant.TRUE : Constant.FALSE);
                continue;
            }
            if (direct) {
                alternatives.add(RequestFormulas.isSession(name));
                alternatives.add(and(not(isRole), isNamed));
            }
            if (how.contains(Grant.ROLE)) {
                alternatives.add(and(isRole, isNamed));
            }
            if (how.contains(Grant.ACCOUNT)) {
                alternatives.add(isOfAccount(name));
            }
        }
        principals.names().forEach((type, names) -> {
            if (direct && !type.equals(RequestFormulas.PRINCIPAL)) {
                alternatives.add(new In(type, TextSet.of(names.toArray(String[]::new))));
            }
        });
        return or(alternatives);
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

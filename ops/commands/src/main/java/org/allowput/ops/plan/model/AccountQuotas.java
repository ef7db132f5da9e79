package org.allowput.ops.plan.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allowput.ops.plan.price.Quota;

/**
 * The quotas of both accounts, in the source Region and the target Region.
 *
 * @param appliedB what AWS granted to account B; for all others the defaults apply
 * @param appliedA what AWS granted to each account A
 */
public record AccountQuotas(
        String sourceRegion, String targetRegion, Map<Quota, Double> appliedB, Map<Quota, Double> appliedA) {
    double ofB(Quota quota) {
        return appliedB.getOrDefault(quota, (double) quota.in(sourceRegion));
    }

    double ofA(Quota quota) {
        return appliedA.getOrDefault(quota, (double) quota.in(targetRegion));
    }

    /** The same after AWS has granted these. */
    public AccountQuotas with(List<Recommendation.QuotaIncrease> increases) {
        Map<Quota, Double> ofB = new HashMap<>(appliedB);
        Map<Quota, Double> ofA = new HashMap<>(appliedA);
        increases.forEach(each -> (each.account().equals("A") ? ofA : ofB).put(each.quota(), each.to()));
        return new AccountQuotas(sourceRegion, targetRegion, ofB, ofA);
    }
}

package org.allowput.policy;

import java.util.List;

/**
 * What a policy can see of a request.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-reqcontext.html">
 *     Request context</a>
 */
public interface RequestContext {
    /** Such as {@code s3:PutObject}; compared without regard to case. */
    String action();

    /** Its ARN; empty where only a trust policy is asked. */
    String resource();

    Caller caller();

    /** The values of a condition key, by any case of its name; none if the request does not have it. */
    List<String> values(String key);
}

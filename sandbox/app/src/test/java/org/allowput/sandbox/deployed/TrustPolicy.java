package org.allowput.sandbox.deployed;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.allowput.sandbox.Sandbox;
import org.allowput.sandbox.acceptance.Deployment;

/** The trust policy of A's role, as A's administrator reads and changes it. */
public record TrustPolicy(Deployment deployment) {
    public TrustPolicy(Sandbox sandbox) {
        this(Deployment.of(sandbox));
    }

    public String document() {
        String document = deployment
                .target()
                .iam()
                .getRole(request -> request.roleName(deployment.roleName()))
                .role()
                .assumeRolePolicyDocument();
        return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Puts one text in another's place while something is done. */
    public <T> T with(String text, String other, Callable<T> work) throws Exception {
        String document = document();
        try {
            replace(text, other);
            return work.call();
        } finally {
            put(document);
        }
    }

    /** Puts one text in another's place. */
    public void replace(String text, String other) {
        String document = document();
        if (!document.contains(text)) {
            throw new AssertionError("The trust policy does not hold what is to be replaced.");
        }
        put(document.replace(text, other));
    }

    public void put(String document) {
        deployment
                .target()
                .iam()
                .updateAssumeRolePolicy(
                        request -> request.roleName(deployment.roleName()).policyDocument(document));
    }
}

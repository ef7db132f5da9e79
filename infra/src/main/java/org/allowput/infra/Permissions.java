package org.allowput.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** The permissions of a role: for each a statement with a name. */
final class Permissions {
    private final PolicyDocument document = new PolicyDocument();

    void allow(String name, List<String> actions, String resource) {
        allow(name, actions, resource, Map.of());
    }

    void allow(String name, List<String> actions, List<String> resources) {
        allow(name, actions, resources, Map.of());
    }

    void allow(String name, List<String> actions, String resource, Map<String, Object> conditions) {
        allow(name, actions, List.of(resource), conditions);
    }

    private void allow(String name, List<String> actions, List<String> resources, Map<String, Object> conditions) {
        document.addStatements(PolicyStatement.Builder.create()
                .sid(name)
                .actions(actions)
                .resources(resources)
                .conditions(conditions)
                .build());
    }

    /** As a role takes it; what is allowed later is in it, too. */
    PolicyDocument document() {
        return document;
    }
}

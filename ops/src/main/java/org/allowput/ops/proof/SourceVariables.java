package org.allowput.ops.proof;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment variables of account B's function, which name what it is meant to use. */
final class SourceVariables {
    private final Template template;
    private final Intrinsics intrinsics;
    private final Map<String, Object> variables;

    SourceVariables(Template template, Intrinsics intrinsics) {
        this.template = template;
        this.intrinsics = intrinsics;
        this.variables = variables(template);
    }

    /** Whether the template is one of account B: it has a function that names a source bucket. */
    static boolean isIn(Template template) {
        return !variables(template).isEmpty();
    }

    private static Map<String, Object> variables(Template template) {
        return template.resources("AWS::Lambda::Function").stream()
                .map(function -> Template.map(
                        Template.map(function.properties().get("Environment")).get("Variables")))
                .filter(variables -> variables.containsKey("SOURCE_BUCKET"))
                .findFirst()
                .orElse(Map.of());
    }

    Optional<Text> variable(String name) {
        return Optional.of(intrinsics.only(variables.get(name), "the variable " + name))
                .filter(value -> !value.equals(Text.EMPTY));
    }

    /** @throws IllegalArgumentException if the function has no such variable */
    Text required(String name) {
        return variable(name)
                .orElseThrow(() -> new IllegalArgumentException("The function has no environment variable " + name
                        + "; expected a template that the CDK app has made"));
    }

    /** The ARN of the source bucket. */
    Text sourceBucket() {
        return bucket(required("SOURCE_BUCKET"));
    }

    /** The ARN of a bucket. */
    static Text bucket(Text name) {
        return Text.of("arn:aws:s3:::").then(name);
    }

    /** The ARN of a bucket of the template. */
    Text bucketOf(Template.Resource resource) {
        return bucket(intrinsics.only(resource.properties().get("BucketName"), resource.logicalId()));
    }

    /** The ARNs of all resources of a type, as {@link Intrinsics} writes them. */
    List<Text> arns(String type) {
        return template.resources(type).stream()
                .map(resource -> Text.of("{" + resource.logicalId() + ".Arn}"))
                .toList();
    }
}

package org.allowput.ops.aws;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The name of a stack of a deployment. */
public final class StackName {
    private final DeploymentStacks side;

    @ArgGroup
    private OneOf oneOf = new OneOf();

    private static final class OneOf {
        @Option(names = "--name", paramLabel = "NAME")
        private @Nullable String deployment;

        @Option(names = "--stack", paramLabel = "NAME")
        private @Nullable String stack;
    }

    /** Of account A's stack, or of account B's. */
    public StackName(DeploymentStacks side) {
        this.side = side;
    }

    public String get() {
        return oneOf.stack != null ? oneOf.stack : side.of(oneOf.deployment);
    }

    /** The names that it may have if it is of either account: the first that exists is meant. */
    public List<String> ofEither() {
        return oneOf.stack != null
                ? List.of(oneOf.stack)
                : Stream.of(DeploymentStacks.values())
                        .map(each -> each.of(oneOf.deployment))
                        .toList();
    }
}

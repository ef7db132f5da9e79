package org.allowput.sandbox.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.allowput.emulator.strict.RequiredActions.Required;
import org.allowput.policy.Policy;

/**
 * What the templates add for one opt-in: a section of the list that a test of the CDK app writes and compares.
 *
 * @param setting as in cdk.json; {@value #NONE} for what is there without any
 * @param variables what it adds to the function's environment
 * @param lines what it adds to the two roles, one line for each action and resource
 */
public record OptInGrants(String setting, Map<String, String> variables, List<String> lines) {
    static final String NONE = "none";

    private static final String QUEUE_KEY = "encryption.kmsKeyArn=";

    private static final Path LIST =
            Path.of("..", "..", "infra", "src", "test", "resources", "statements", "by-opt-in.txt");
    /** As the wire contract names them. */
    private static final String QUEUES = "arn:aws:sqs:us-east-1:222222222222:";

    private static final Pattern LINE =
            Pattern.compile("(\\w+): Allow (\\S+) on (\\S+)(?: by \\[.*?])?(?: if (\\{.*}))?");

    /** A permission of one of the two roles. */
    public record GrantedAction(boolean toRole, Required permission, Policy policy) {}

    /** The KMS key of the queues, if this is the setting that chooses it. */
    Optional<String> queueKey() {
        return setting.startsWith(QUEUE_KEY) ? Optional.of(setting.substring(QUEUE_KEY.length())) : Optional.empty();
    }

    public static List<OptInGrants> read() throws IOException {
        return Arrays.stream(Files.readString(LIST).split("== (?=\\S+ ==\n)", -1))
                .filter(section -> !section.isBlank())
                .map(section ->
                        of(section.lines().filter(line -> !line.isBlank()).toList()))
                .toList();
    }

    private static OptInGrants of(List<String> lines) {
        return new OptInGrants(
                lines.getFirst().replace(" ==", ""),
                WireChapter.variables(lines.get(1).replace("variables: ", "")),
                lines.subList(2, lines.size()));
    }

    /** Its permissions, with the names and keys that those variables have. Trust policies are not among them. */
    public List<GrantedAction> grants(Map<String, String> names) {
        List<GrantedAction> grants = new ArrayList<>();
        for (String line : lines) {
            String named = line.replaceAll("allow-put-(source|target)-\\d{12}-[a-z0-9-]+?(?=[/ ]|$)", "$1-bucket");
            named = named.replace("${ReplicationQueue.Arn}", QUEUES + "queue")
                    .replace("${ReplicationQueueDeadLetters.Arn}", QUEUES + "dead-letters")
                    // Not in the wire contract.
                    .replaceAll("\\$\\{(\\w+)\\.Arn}", "arn:aws:other:::$1");
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                named = named.replace(variable.getValue(), names.getOrDefault(variable.getKey(), variable.getValue()));
            }
            Matcher parts = LINE.matcher(named);
            if (!parts.matches()) {
                throw new IllegalArgumentException("expected a line of a permission, was: " + line);
            }
            if (!parts.group(3).equals("itself")) {
                grants.add(grant(parts));
            }
        }
        return grants;
    }

    private static GrantedAction grant(Matcher parts) {
        String condition = parts.group(4) == null ? "" : ", \"Condition\": " + parts.group(4);
        return new GrantedAction(
                parts.group(1).equals("AllowPutToS3Role"),
                new Required(parts.group(2), parts.group(3)),
                Policy.parse("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"" + parts.group(2)
                        + "\", \"Resource\": \"" + parts.group(3) + "\"" + condition + "}}"));
    }
}

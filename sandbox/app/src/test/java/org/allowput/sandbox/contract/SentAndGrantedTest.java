package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allowput.emulator.strict.ConditionContext;
import org.allowput.emulator.strict.RequiredActions;
import org.allowput.emulator.strict.RequiredActions.Required;
import org.allowput.emulator.strict.S3Request;
import org.allowput.policy.Policy;
import org.junit.jupiter.api.Test;

/**
 * The actions that AWS asks for, by the requests that the function sends, are those that the templates grant with the
 * same settings: all that are needed, and none besides. Both lists are files that tests of their modules write and
 * compare.
 */
class SentAndGrantedTest {
    private static final Path MODULES = Path.of("..", "..");

    private final WireContract contract = JSON.std.beanFrom(
            WireContract.class, Files.readString(MODULES.resolve("lambda/src/test/resources/wire-contract.json")));
    private final List<OptInGrants> optIns = JSON.std.listOfFrom(
            OptInGrants.class, Files.readString(MODULES.resolve("infra/src/test/resources/statements/by-opt-in.json")));
    private final Optional<String> queueKey =
            optIns.stream().flatMap(optIn -> optIn.queueKey().stream()).findFirst();

    SentAndGrantedTest() throws IOException {}

    @Test
    void everyActionThatARequestNeedsIsGrantedWithTheSameSettings() {
        List<String> missing = new ArrayList<>();
        contract.chapters().forEach((title, chapter) -> {
            List<OptInGrants.GrantedAction> grants =
                    granted(chapter.optIns(), optIn -> optIn.queueKey().isPresent());
            contract.sent(chapter)
                    .forEach(request -> request.required(queueKey).stream()
                            .filter(required -> grants.stream().noneMatch(grant -> grants(grant, required, request)))
                            .forEach(required -> missing.add(title + ": " + required + " for " + request.line())));
        });
        assertThat(missing).isEmpty();
    }

    /**
     * Not asked for by a request: s3:ListBucket makes S3 answer 404 for what is gone, not 403; kms:Decrypt of the
     * source's key is needed by an object's state. Lambda receives and deletes messages with the function's role.
     */
    @Test
    void nothingIsGrantedThatNoRequestNeeds() {
        List<String> unused = new ArrayList<>();
        for (OptInGrants optIn : optIns) {
            Map<String, String> names = names(optIn);
            optIn.grants(names).stream()
                    .filter(grant -> grant.permission().action().matches("(s3|kms|sts|sqs|states|events):.*"))
                    .filter(grant -> contract.chapters().values().stream()
                            .filter(chapter -> chapter.optIns()
                                    .keySet()
                                    .containsAll(optIn.variables().keySet()))
                            .flatMap(contract::sent)
                            .noneMatch(request -> request.required(optIn.queueKey()).stream()
                                    .anyMatch(required -> grants(grant, required, request))))
                    .forEach(grant -> unused.add(optIn.setting().replaceFirst("=.*", "") + ": "
                            + grant.permission().action()));
        }
        assertThat(unused)
                .containsExactly(
                        "none: sqs:GetQueueAttributes",
                        "none: sqs:ReceiveMessage",
                        "source.kmsKeyArn: kms:Decrypt",
                        "largeObjects.enabled: s3:ListBucket",
                        "largeObjects.enabled: s3:ListBucket");
    }

    @Test
    void everyVariableOfAnOptInIsInSomeChapterOfTheContract() {
        Set<String> recorded = new HashSet<>();
        contract.chapters()
                .values()
                .forEach(chapter -> recorded.addAll(chapter.optIns().keySet()));

        assertThat(optIns)
                .allSatisfy(optIn ->
                        assertThat(recorded).containsAll(optIn.variables().keySet()));
        assertThat(optIns).flatExtracting(optIn -> optIn.variables().keySet()).containsAll(recorded);
    }

    private Map<String, String> names(OptInGrants optIn) {
        return contract.chapters().values().stream()
                .map(Chapter::optIns)
                .filter(variables ->
                        variables.keySet().containsAll(optIn.variables().keySet()))
                .findFirst()
                .orElse(Map.of());
    }

    /** What the two roles may do with those variables, and with further settings that set no variable. */
    private List<OptInGrants.GrantedAction> granted(Map<String, String> variables, Predicate<OptInGrants> further) {
        return optIns.stream()
                .filter(optIn -> optIn.setting().equals(OptInGrants.NONE)
                        || further.test(optIn)
                        || (!optIn.variables().isEmpty()
                                && variables
                                        .keySet()
                                        .containsAll(optIn.variables().keySet())))
                .flatMap(optIn -> optIn.grants(variables).stream())
                .toList();
    }

    private static boolean grants(OptInGrants.GrantedAction grant, Required required, SentRequest request) {
        return grant.toRole() == request.byRole()
                && request.s3()
                        .map(ConditionContext::of)
                        .orElse(ConditionContext.NONE)
                        .isAllowedBy(grant.policy(), required);
    }

    /**
     * What the templates add for one opt-in, which a test of the CDK app writes and compares.
     *
     * @param setting as in cdk.json; {@value #NONE} for what is there without any
     * @param variables what it adds to the function's environment
     * @param statements what it adds to the two roles, one for each action and resource
     */
    record OptInGrants(String setting, Map<String, String> variables, List<String> statements) {
        static final String NONE = "none";

        private static final String QUEUE_KEY = "encryption.kmsKeyArn=";
        /** As the wire contract names them. */
        private static final String QUEUES = "arn:aws:sqs:us-east-1:222222222222:";

        private static final Pattern STATEMENT =
                Pattern.compile("(\\w+): Allow (\\S+) on (\\S+)(?: by \\[.*?])?(?: if (\\{.*}))?");

        /** A permission of one of the two roles. */
        record GrantedAction(boolean toRole, Required permission, Policy policy) {}

        /** The KMS key of the queues, if this is the setting that chooses it. */
        Optional<String> queueKey() {
            return setting.startsWith(QUEUE_KEY)
                    ? Optional.of(setting.substring(QUEUE_KEY.length()))
                    : Optional.empty();
        }

        /** Its permissions, with the names and keys that those variables have. Trust policies are not among them. */
        List<OptInGrants.GrantedAction> grants(Map<String, String> names) {
            List<OptInGrants.GrantedAction> grants = new ArrayList<>();
            for (String line : statements) {
                String named = line.replaceAll("allow-put-(source|target)-\\d{12}-[a-z0-9-]+?(?=[/ ]|$)", "$1-bucket");
                named = named.replace("${ReplicationQueue.Arn}", QUEUES + "queue")
                        .replace("${ReplicationQueueDeadLetters.Arn}", QUEUES + "dead-letters")
                        // Not in the wire contract.
                        .replaceAll("\\$\\{(\\w+)\\.Arn}", "arn:aws:other:::$1");
                for (Map.Entry<String, String> variable : variables.entrySet()) {
                    named = named.replace(
                            variable.getValue(), names.getOrDefault(variable.getKey(), variable.getValue()));
                }
                Matcher parts = STATEMENT.matcher(named);
                if (!parts.matches()) {
                    throw new IllegalArgumentException("expected a line of a permission, was: " + line);
                }
                if (!parts.group(3).equals("itself")) {
                    grants.add(grant(parts));
                }
            }
            return grants;
        }

        private static OptInGrants.GrantedAction grant(Matcher parts) {
            String condition = parts.group(4) == null ? "" : ", \"Condition\": " + parts.group(4);
            return new OptInGrants.GrantedAction(
                    parts.group(1).equals("AllowPutToS3Role"),
                    new Required(parts.group(2), parts.group(3)),
                    Policy.parse("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"" + parts.group(2)
                            + "\", \"Resource\": \"" + parts.group(3) + "\"" + condition + "}}"));
        }
    }

    /**
     * What the function sends, which a test of it writes and compares.
     *
     * @param chapters by their titles
     * @param requests by the names by which the chapters have them
     */
    record WireContract(Map<String, Chapter> chapters, Map<String, SentRequest> requests) {
        Stream<SentRequest> sent(Chapter chapter) {
            return chapter.requests().stream().map(name -> Objects.requireNonNull(requests.get(name)));
        }
    }

    /** @param optIns the function's environment variables for its opt-ins */
    record Chapter(Map<String, String> optIns, List<String> requests) {}

    /**
     * A request of the wire contract.
     *
     * @param line method and URL
     * @param headers by name
     * @param form the parameters of a request to STS or Step Functions; for SQS, its body by the name JSON
     */
    record SentRequest(String line, String signer, Map<String, String> headers, Map<String, String> form) {
        /** A parameter of a form, the action that it asks for, and the parameter that has its resource. */
        private static final List<List<String>> OF_PARAMETERS = List.of(
                List.of("stateMachineArn", "states:StartExecution", "stateMachineArn"),
                List.of("executionArn", "states:DescribeExecution", "executionArn"),
                List.of("RoleArn", "sts:AssumeRole", "RoleArn"),
                List.of("SourceIdentity", "sts:SetSourceIdentity", "RoleArn"),
                List.of("Tags.member.1.Key", "sts:TagSession", "RoleArn"));

        boolean byRole() {
            return signer.equals("the role");
        }

        /** @param queueKey the ARN of the KMS key of the queues; empty for a key of SQS */
        List<Required> required(Optional<String> queueKey) {
            String json = form.getOrDefault("JSON", "");
            String target = headers.getOrDefault("x-amz-target", "");
            if (target.startsWith("AWSEvents.")) {
                // Granted with the trigger, which is no opt-in: NeededPermissionsTest.
                return List.of();
            }
            if (!json.isEmpty()) {
                String queueUrl = json.replaceFirst(".*\"QueueUrl\":\"([^\"]+)\".*", "$1");
                return ofSqs(target, queueUrl, queueKey);
            }
            return s3().map(request -> RequiredActions.of(request, Optional.empty()))
                    .orElseGet(() -> ofForm(form));
        }

        /** Nothing if it goes to another service. */
        Optional<S3Request> s3() {
            String[] words = line.split(" ", 2);
            URI url = URI.create(words[1].replace("<", "").replace(">", ""));
            String host = url.getHost();
            if (host.matches("(sts|sqs|states|events)\\..*")) {
                return Optional.empty();
            }
            String bucket = host.substring(0, host.indexOf(".s3."));
            String key = url.getRawPath().replaceFirst("^/", "");
            String query = Optional.ofNullable(url.getRawQuery()).orElse("");
            return Optional.of(S3Request.of(words[0], bucket, key, query, headers));
        }

        /**
         * Of a request to SQS, whose batch operations need the permission of the single ones. Who sends to an encrypted
         * queue needs a data key and has to decrypt it, who receives has to decrypt.
         *
         * @param operation such as {@code AmazonSQS.SendMessage}
         * @param queueUrl of the queue that it is about
         * @param key the ARN of the queue's KMS key; empty for a key of SQS
         * @see <a
         *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html">
         *     Amazon SQS API permissions</a>
         * @see <a
         *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">
         *     Amazon SQS key management</a>
         */
        private static List<Required> ofSqs(String operation, String queueUrl, Optional<String> key) {
            String arn = queueUrl.replaceFirst("https://sqs\\.([^.]+)\\.[^/]+/(\\d{12})/(.+)", "arn:aws:sqs:$1:$2:$3");
            String action = operation.replace("AmazonSQS.", "sqs:").replaceFirst("Batch$", "");
            List<Required> required = new ArrayList<>(List.of(new Required(action, arn)));
            List<String> ofKey = switch (action) {
                case "sqs:SendMessage" -> List.of("kms:GenerateDataKey", "kms:Decrypt");
                case "sqs:ReceiveMessage" -> List.of("kms:Decrypt");
                default -> List.of();
            };
            key.ifPresent(queueKey -> ofKey.forEach(needed -> required.add(new Required(needed, queueKey))));
            return required;
        }

        /**
         * Of a request to STS or Step Functions.
         *
         * @see <a
         *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html">GetCallerIdentity</a>:
         *     no permissions are required
         */
        private static List<Required> ofForm(Map<String, String> form) {
            return OF_PARAMETERS.stream()
                    .filter(each -> form.containsKey(each.getFirst()))
                    .map(each -> new Required(each.get(1), form.getOrDefault(each.getLast(), "")))
                    .toList();
        }
    }
}

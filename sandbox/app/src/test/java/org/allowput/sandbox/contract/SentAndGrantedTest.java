package org.allowput.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private final List<WireChapter> chapters = WireChapter.read();
    private final List<OptInGrants> optIns = OptInGrants.read();
    private final Optional<String> queueKey =
            optIns.stream().flatMap(optIn -> optIn.queueKey().stream()).findFirst();

    SentAndGrantedTest() throws IOException {}

    @Test
    void everyActionThatARequestNeedsIsGrantedWithTheSameSettings() {
        List<String> missing = new ArrayList<>();
        for (WireChapter chapter : chapters) {
            List<OptInGrants.GrantedAction> grants =
                    granted(chapter.optIns(), optIn -> optIn.queueKey().isPresent());
            for (WireChapter.SentRequest request : chapter.requests()) {
                request.required(queueKey).stream()
                        .filter(required -> grants.stream().noneMatch(grant -> grants(grant, required, request)))
                        .forEach(required -> missing.add(chapter + ": " + required + " for " + request.line()));
            }
        }
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
                    .filter(grant -> chapters.stream()
                            .filter(chapter -> chapter.optIns()
                                    .keySet()
                                    .containsAll(optIn.variables().keySet()))
                            .flatMap(chapter -> chapter.requests().stream())
                            .noneMatch(request -> request.required(optIn.queueKey()).stream()
                                    .anyMatch(required -> grants(grant, required, request))))
                    .forEach(grant -> unused.add(optIn.setting().replaceFirst("=.*", "") + ": "
                            + grant.permission().action()));
        }
        assertThat(unused)
                .containsExactly(
                        "none: sqs:DeleteMessage",
                        "none: sqs:GetQueueAttributes",
                        "none: sqs:ReceiveMessage",
                        "source.kmsKeyArn: kms:Decrypt",
                        "largeObjects.enabled: s3:ListBucket",
                        "largeObjects.enabled: s3:ListBucket");
    }

    @Test
    void everyVariableOfAnOptInIsInSomeChapterOfTheContract() {
        Set<String> recorded = new HashSet<>();
        chapters.forEach(chapter -> recorded.addAll(chapter.optIns().keySet()));

        assertThat(optIns)
                .allSatisfy(optIn ->
                        assertThat(recorded).containsAll(optIn.variables().keySet()));
        assertThat(optIns).flatExtracting(optIn -> optIn.variables().keySet()).containsAll(recorded);
    }

    private Map<String, String> names(OptInGrants optIn) {
        return chapters.stream()
                .map(WireChapter::optIns)
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

    private static boolean grants(OptInGrants.GrantedAction grant, Required required, WireChapter.SentRequest request) {
        return grant.toRole() == request.byRole()
                && request.s3()
                        .map(ConditionContext::of)
                        .orElse(ConditionContext.NONE)
                        .isAllowedBy(grant.policy(), required);
    }

    /**
     * What the templates add for one opt-in: a section of the list that a test of the CDK app writes and compares.
     *
     * @param setting as in cdk.json; {@value #NONE} for what is there without any
     * @param variables what it adds to the function's environment
     * @param lines what it adds to the two roles, one line for each action and resource
     */
    private record OptInGrants(String setting, Map<String, String> variables, List<String> lines) {
        static final String NONE = "none";

        private static final String QUEUE_KEY = "encryption.kmsKeyArn=";

        private static final Path LIST =
                Path.of("..", "..", "infra", "src", "test", "resources", "statements", "by-opt-in.txt");
        /** As the wire contract names them. */
        private static final String QUEUES = "arn:aws:sqs:us-east-1:222222222222:";

        private static final Pattern LINE =
                Pattern.compile("(\\w+): Allow (\\S+) on (\\S+)(?: by \\[.*?])?(?: if (\\{.*}))?");

        /** A permission of one of the two roles. */
        record GrantedAction(boolean toRole, Required permission, Policy policy) {}

        /** The KMS key of the queues, if this is the setting that chooses it. */
        Optional<String> queueKey() {
            return setting.startsWith(QUEUE_KEY)
                    ? Optional.of(setting.substring(QUEUE_KEY.length()))
                    : Optional.empty();
        }

        static List<OptInGrants> read() throws IOException {
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
        List<OptInGrants.GrantedAction> grants(Map<String, String> names) {
            List<OptInGrants.GrantedAction> grants = new ArrayList<>();
            for (String line : lines) {
                String named = line.replaceAll("allow-put-(source|target)-\\d{12}-[a-z0-9-]+?(?=[/ ]|$)", "$1-bucket");
                named = named.replace("${ReplicationQueue.Arn}", QUEUES + "queue")
                        .replace("${ReplicationQueueDeadLetters.Arn}", QUEUES + "dead-letters")
                        // Not in the wire contract.
                        .replaceAll("\\$\\{(\\w+)\\.Arn}", "arn:aws:other:::$1");
                for (Map.Entry<String, String> variable : variables.entrySet()) {
                    named = named.replace(
                            variable.getValue(), names.getOrDefault(variable.getKey(), variable.getValue()));
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
     * A chapter of the wire contract, which a test of the function writes and compares.
     *
     * @param optIns the function's environment variables for its opt-ins
     */
    private record WireChapter(String title, Map<String, String> optIns, List<SentRequest> requests) {
        private static final Path CONTRACT =
                Path.of("..", "..", "lambda", "src", "test", "resources", "wire-contract.txt");
        private static final String AS_IN = " as in: ";
        private static final String OPT_INS = "opt-ins: ";

        /** All of them, in their order. */
        static List<WireChapter> read() throws IOException {
            Map<String, WireChapter> chapters = new LinkedHashMap<>();
            for (String chapter : Files.readString(CONTRACT).split("\n== ", -1)) {
                List<String> lines = chapter.lines().toList();
                if (lines.size() > 1 && lines.get(1).startsWith(OPT_INS)) {
                    WireChapter read = of(lines, chapters);
                    chapters.put(read.title(), read);
                }
            }
            return List.copyOf(chapters.values());
        }

        private static WireChapter of(List<String> lines, Map<String, WireChapter> earlier) {
            String title = lines.getFirst().replace(" ==", "");
            List<SentRequest> requests = new ArrayList<>();
            WireChapter chapter = new WireChapter(title, variables(lines.get(1).substring(OPT_INS.length())), requests);
            List<String> rest = lines.subList(2, lines.size()).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            for (int at = 0; at < rest.size(); ) {
                String line = rest.get(at++);
                if (line.contains(AS_IN)) {
                    String[] reference = line.split(AS_IN, 2);
                    requests.add(earlier.getOrDefault(reference[1], chapter).request(reference[0]));
                } else {
                    List<String> details = new ArrayList<>();
                    while (at < rest.size() && rest.get(at).startsWith("    ")) {
                        details.add(rest.get(at++).strip());
                    }
                    requests.add(SentRequest.of(line, details));
                }
            }
            return chapter;
        }

        /** Variables as the contract and the list of grants write them. */
        static Map<String, String> variables(String text) {
            Map<String, String> variables = new LinkedHashMap<>();
            if (!text.equals("none")) {
                Arrays.stream(text.split(", ", -1))
                        .map(variable -> variable.split("=", 2))
                        .forEach(variable -> variables.put(variable[0], variable[1]));
            }
            return variables;
        }

        private SentRequest request(String line) {
            return requests.stream()
                    .filter(request -> request.line().equals(line))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("expected in chapter " + title + ": " + line));
        }

        @Override
        public String toString() {
            return title;
        }

        /**
         * A request of the wire contract.
         *
         * @param line method and URL
         * @param byRole whether it is signed by the target account's role, or else by the function's
         * @param headers by name
         * @param form the parameters of a request to STS or Step Functions; for SQS, its body by the name JSON
         */
        record SentRequest(String line, boolean byRole, Map<String, String> headers, Map<String, String> form) {
            /** Reads what is below its first line. */
            static SentRequest of(String line, List<String> details) {
                Map<String, String> headers = new HashMap<>();
                Map<String, String> form = new HashMap<>();
                for (String detail : details) {
                    if (detail.startsWith("form ")) {
                        String[] parameter = detail.substring("form ".length()).split("=", 2);
                        form.put(parameter[0], parameter[1]);
                    } else if (!detail.startsWith("signed by ")) {
                        String[] header = detail.replace(" (not signed)", "").split(":", 2);
                        headers.put(header[0], header[1].strip());
                    }
                }
                return new SentRequest(line, details.contains("signed by the role"), headers, form);
            }

            /** @param queueKey the ARN of the KMS key of the queues; empty for a key of SQS */
            List<Required> required(Optional<String> queueKey) {
                String json = form.getOrDefault("JSON", "");
                String target = headers.getOrDefault("x-amz-target", "");
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
                if (host.matches("(sts|sqs|states)\\..*")) {
                    return Optional.empty();
                }
                String bucket = host.substring(0, host.indexOf(".s3."));
                String key = url.getRawPath().replaceFirst("^/", "");
                String query = Optional.ofNullable(url.getRawQuery()).orElse("");
                return Optional.of(S3Request.of(words[0], bucket, key, query, headers));
            }

            /**
             * Of a request to SQS, whose batch operations need the permission of the single ones. Who sends to an
             * encrypted queue needs a data key and has to decrypt it, who receives has to decrypt.
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
                String arn =
                        queueUrl.replaceFirst("https://sqs\\.([^.]+)\\.[^/]+/(\\d{12})/(.+)", "arn:aws:sqs:$1:$2:$3");
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
                List<Required> required = new ArrayList<>();
                if (form.containsKey("stateMachineArn")) {
                    required.add(new Required("states:StartExecution", form.getOrDefault("stateMachineArn", "")));
                }
                if (form.containsKey("executionArn")) {
                    required.add(new Required("states:DescribeExecution", form.getOrDefault("executionArn", "")));
                }
                if ("AssumeRole".equals(form.get("Action"))) {
                    String role = form.getOrDefault("RoleArn", "");
                    required.add(new Required("sts:AssumeRole", role));
                    if (form.containsKey("SourceIdentity")) {
                        required.add(new Required("sts:SetSourceIdentity", role));
                    }
                    if (form.containsKey("Tags.member.1.Key")) {
                        required.add(new Required("sts:TagSession", role));
                    }
                }
                return required;
            }
        }
    }
}

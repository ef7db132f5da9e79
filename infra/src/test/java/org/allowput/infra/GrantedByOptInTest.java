package org.allowput.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What each opt-in adds to the function's variables and to what the two roles allow, as it was last reviewed. A test of
 * the sandbox compares it with the requests that the function sends with the same variables. A change that is meant is
 * written down by {@code mvn -pl infra -am test -Dtest=GrantedByOptInTest -Dsnapshots=update}.
 */
class GrantedByOptInTest {
    private static final Path FILE = Path.of("src", "test", "resources", "statements", "by-opt-in.json");
    private static final Path PAGE = Path.of("..", "docs", "security.md");
    private static final Pattern TABLE =
            Pattern.compile("(?s)(?<=<!-- table: opt-ins -->\n\n).*?(?=\n<!-- end: opt-ins -->)");
    private static final String FUNCTION = "ReplicationFunction";
    private static final String WORKFLOW_FUNCTION = "LargeObjectsFunction";
    private static final Map<String, String> WITHOUT_WORKFLOW = Map.of("largeObjects.enabled", "false");
    private static final PrettyPrinter INDENTED =
            new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    private static final boolean UPDATE = "update".equals(System.getProperty("snapshots"));

    /** Each is added to none. The key is that of the requests which are compared. */
    private static final List<String> OPT_INS = List.of(
            "optIns.replicateTags=true",
            "optIns.replicateDeletes=deletions",
            "optIns.replicateDeletes=deletionsAndExpirations",
            "target.writeOnce=true",
            "function.storageClass=STANDARD_IA",
            "receipts.enabled=true",
            "receipts.deliverTo=_deliveries/",
            "target.kmsKeyArn=arn:aws:kms:us-east-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "source.kmsKeyArn=arn:aws:kms:us-east-1:222222222222:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "encryption.kmsKeyArn=arn:aws:kms:us-east-1:222222222222:key/4321dcba-21ba-43dc-65fe-ba0987654321");

    /** @param statements one for each action and resource */
    private record OptIn(String setting, Map<String, String> variables, List<String> statements) {}

    @Test
    void eachOptInAddsTheVariablesAndPermissionsThatWereReviewed() throws IOException {
        Synthesised none = Synthesised.of(WITHOUT_WORKFLOW);
        List<OptIn> optIns = new ArrayList<>(
                List.of(new OptIn("none", Map.of(), allowed(none, FUNCTION).toList())));
        Set<String> rows = new LinkedHashSet<>(List.of("setting | statement | action", "--- | --- | ---"));
        for (String optIn : OPT_INS) {
            String[] setting = optIn.split("=", 2);
            Map<String, String> settings = new TreeMap<>(WITHOUT_WORKFLOW);
            settings.put(setting[0], setting[1]);
            Synthesised with = Synthesised.of(settings);
            optIns.add(added(optIn, FUNCTION, none, with));
            rows.addAll(rows(setting[0], none, with));
        }
        Synthesised workflow = Synthesised.of(Map.of());
        optIns.add(added("largeObjects.enabled=true", FUNCTION, none, workflow));
        optIns.add(added("largeObjects.enabled=true,its-function", WORKFLOW_FUNCTION, none, workflow));
        String text = new ObjectMapper().writer(INDENTED).writeValueAsString(optIns) + "\n";
        String table = String.join("\n", rows) + "\n";
        if (UPDATE) {
            Files.writeString(FILE, text);
            Files.writeString(
                    PAGE, TABLE.matcher(Files.readString(PAGE)).replaceFirst(Matcher.quoteReplacement(table)));
        }
        assertThat(text).isEqualTo(Files.readString(FILE));
        assertThat(Files.readString(PAGE)).containsOnlyOnce("\n\n" + table + "\n<!-- end: opt-ins -->");
    }

    /** The statements that a setting adds to account A's role, as the page of security has them. */
    private static List<String> rows(String setting, Synthesised none, Synthesised with) {
        Map<String, String> added = statements(with);
        added.keySet().removeAll(statements(none).keySet());
        return added.entrySet().stream()
                .map(statement -> "`" + setting + "` | `" + statement.getKey() + "` | " + statement.getValue())
                .toList();
    }

    private static Map<String, String> statements(Synthesised app) {
        Map<String, String> statements = new LinkedHashMap<>();
        app.target().get("Resources").properties().stream()
                .filter(resource -> resource.getKey().startsWith("AllowPutToS3Role"))
                .flatMap(role -> role.getValue().findParents("Sid").stream())
                .forEach(statement -> statements.put(
                        statement.get("Sid").asText(),
                        statement.get("Effect").asText()
                                + Statements.values(statement.get("Action")).stream()
                                        .map(action -> " `" + action + "`")
                                        .collect(Collectors.joining(","))));
        return statements;
    }

    /** What a setting adds to one of the two functions. Sizes of large objects change no request. */
    private static OptIn added(String setting, String function, Synthesised none, Synthesised with) {
        Map<String, String> variables = with.variables(function);
        variables.entrySet().removeAll(none.variables(FUNCTION).entrySet());
        variables.keySet().removeIf(name -> name.endsWith("_MIB"));
        List<String> before = allowed(none, function).toList();
        return new OptIn(
                setting,
                variables,
                allowed(with, function).filter(line -> !before.contains(line)).toList());
    }

    /** What the role in the target account and the function's role may do. */
    private static Stream<String> allowed(Synthesised app, String function) {
        return Stream.of(app.target(), app.source())
                .flatMap(template -> Statements.of(template).stream())
                .filter(line -> line.matches("(AllowPutToS3Role|" + function + "AccessRole): Allow .*"));
    }
}

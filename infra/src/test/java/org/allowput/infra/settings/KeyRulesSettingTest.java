package org.allowput.infra.settings;

import static org.allowput.infra.settings.TestSettings.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.allowput.contract.selection.KeyRule;
import org.allowput.contract.selection.Selection;
import org.allowput.contract.selection.SizeRange;
import org.junit.jupiter.api.Test;

/** The setting {@code keys}: one rule, or a list. */
class KeyRulesSettingTest {
    @Test
    void aListHasARuleForEachKindOfKey() {
        Selection keys = selection(Map.of(
                "keys",
                List.of(
                        Map.of("include", "in/**", "exclude", List.of("**.tmp", "in/_*"), "addPrefix", "data/"),
                        Map.of("include", List.of("logs/**/*.gz"), "addPrefix", "archive/"))));

        assertThat(keys).isEqualTo(Selection.parse("""
            [{"include": ["in/**"], "exclude": ["**.tmp", "in/_*"], "addPrefix": "data/"},
             {"include": ["logs/**/*.gz"], "addPrefix": "archive/"}]
            """));
    }

    @Test
    void onTheCommandLineListsAreJson() {
        assertThat(selection(Map.of("keys", "[{\"include\": \"a/**\"}, {\"include\": [\"b/**\", \"c/**\"]}]"))
                        .prefixes())
                .containsExactly("a/", "b/", "c/");
        assertThat(selection(Map.of("keys.include", "[\"a/**\", \"b/**\"]")).prefixes())
                .containsExactly("a/", "b/");
    }

    @Test
    void onePatternNeedsNoList() {
        assertThat(selection(Map.of("keys.include", "in/**"))).isEqualTo(Selection.of(KeyRule.of("in/**", "", "")));
        assertThat(selection(Map.of("keys.include", "[ab],c/*")).prefixes())
                .as("no JSON, so one pattern")
                .containsExactly("[ab],c/");
    }

    @Test
    void aPatternThatNoKeyMatchesIsRefused() {
        for (Object include : List.of("", List.of("in/**", ""), "a\nb", "é".repeat(257))) {
            assertThat(errors(Map.of("keys.include", include)))
                    .contains(
                            "replication.keys.include: seen ",
                            "expected a pattern such as in/** or **.csv, or a list of patterns, each of 1 to 512"
                                    + " bytes");
        }
        assertThat(errors(Map.of("keys.include", List.of())))
                .contains("replication.keys.include: seen [], expected a pattern such as in/** or **.csv");
        assertThat(errors(Map.of("keys.exclude", Map.of("prefix", "in/"))))
                .contains("replication.keys.exclude: seen {\"prefix\":\"in/\"}, expected a pattern such as");
    }

    @Test
    void sizesAreOfARule() {
        assertThat(selection(Map.of("keys.maxBytes", 5e9, "keys.minBytes", "1")).sizes())
                .isEqualTo(new SizeRange(1, 5_000_000_000L));
        assertThat(errors(Map.of("keys", List.of(Map.of("minBytes", 2, "maxBytes", 1)))))
                .contains("replication.keys[0].minBytes: seen 2, expected at most keys.maxBytes, 1");
        assertThat(errors(Map.of("keys.maxBytes", "5 GB")))
                .contains(
                        "replication.keys.maxBytes: seen \"5 GB\", expected an integer from 0 to 53687091200000 bytes");
    }

    @Test
    void anErrorNamesTheRule() {
        assertThat(errors(Map.of("keys", List.of(Map.of(), Map.of("includ", "a")))))
                .contains("replication.keys[1].includ: there is no such setting; did you mean"
                        + " replication.keys[].include?");
        assertThat(errors(Map.of("keys", List.of(Map.of("stripPrefix", "in/")))))
                .contains("replication.keys[0].stripPrefix: seen \"in/\"");
        assertThat(errors(Map.of(
                        "replication",
                        Map.of(
                                "target", Map.of("account", "111111111111"),
                                "source", Map.of("account", "222222222222"),
                                "keys", List.of(Map.of())),
                        "keys.addPrefix",
                        "x/")))
                .contains("replication.keys.addPrefix: there is no such setting");
    }

    @Test
    void whatIsStrippedBeginsEachPattern() {
        assertThat(errors(Map.of("keys.stripPrefix", "in/", "keys.include", List.of("in/**", "**.csv"))))
                .contains(
                        "replication.keys.stripPrefix: seen \"in/\", expected how each pattern of keys.include begins,"
                                + " and \"**.csv\" does not begin so: otherwise two source keys could map to the same"
                                + " target key");
        assertThat(errors(Map.of("keys.stripPrefix", "in/", "keys.include", "in*/**")))
                .contains("replication.keys.stripPrefix: seen \"in/\"");

        assertThat(selection(Map.of("keys.stripPrefix", "in/", "keys.include", "in/a*", "keys.addPrefix", "b/")))
                .isEqualTo(Selection.of(KeyRule.of("in/a*", "in/", "b/")));
    }

    @Test
    void rulesUnderWhichTwoKeysCouldBecomeOneAreRefused() {
        String expected = "expected of each two rules neither addPrefix to be the beginning of the other, unless both"
                + " have the same addPrefix and the same stripPrefix";
        assertThat(collision(
                        Map.of("include", "a/**", "stripPrefix", "a/"), Map.of("include", "b/**", "stripPrefix", "b/")))
                .contains("replication.keys: seen rules 1 and 2 with addPrefix \"\" and \"\", by which two source keys"
                        + " could become the same target key, "
                        + expected);
        assertThat(collision(Map.of("include", "x/**"), Map.of("include", "**.csv", "addPrefix", "x/")))
                .contains("seen rules 1 and 2 with addPrefix \"\" and \"x/\"", expected);
        assertThat(collision(Map.of("addPrefix", "x/y"), Map.of("addPrefix", "x/")))
                .contains("seen rules 1 and 2 with addPrefix \"x/y\" and \"x/\"");
        assertThat(errors(Map.of(
                        "keys",
                        List.of(Map.of("addPrefix", "a/"), Map.of("addPrefix", "b/"), Map.of("addPrefix", "b/c/")))))
                .contains("seen rules 2 and 3 with addPrefix \"b/\" and \"b/c/\"");
    }

    @Test
    void rulesWhoseTargetKeysCannotBeTheSameAreAccepted() {
        assertThat(collision(
                        Map.of("include", "a/**", "stripPrefix", "a/", "addPrefix", "1/"),
                        Map.of("include", "b/**", "stripPrefix", "b/", "addPrefix", "2/")))
                .isEmpty();
        assertThat(collision(Map.of("include", "**.csv"), Map.of("include", "in/**")))
                .as("no change of the key in both")
                .isEmpty();
        assertThat(collision(
                        Map.of("include", "in/a/**", "stripPrefix", "in/"),
                        Map.of("include", "in/b**", "stripPrefix", "in/")))
                .as("the same change of the key")
                .isEmpty();
    }

    @Test
    void rulesOfMoreThan2048BytesAreRefused() {
        int rest = 2048 - selection(Map.of("keys", filled(0))).json().length();

        assertThat(errors(Map.of("keys", filled(rest)))).isEmpty();
        assertThat(errors(Map.of("keys", filled(rest + 1))))
                .contains("replication.keys: seen 2049 bytes of JSON, expected at most 2048: fewer or shorter rules");
        assertThat(errors(Map.of("keys.exclude", Collections.nCopies(4, "x".repeat(500)))))
                .contains("replication.keys: seen 2", "at most 2048");
    }

    /** Four rules whose patterns have that many characters together, besides a digit each. */
    private static List<Map<String, String>> filled(int characters) {
        List<Map<String, String>> filled = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            filled.add(Map.of("include", number + "x".repeat((characters + number) / 4)));
        }
        return filled;
    }

    private static String collision(Map<String, String> first, Map<String, String> second) {
        return errors(Map.of("keys", List.of(first, second)));
    }

    private static Selection selection(Map<String, ?> settings) {
        return TestSettings.read(settings).selection();
    }
}

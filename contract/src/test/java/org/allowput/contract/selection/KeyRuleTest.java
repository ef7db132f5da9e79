package org.allowput.contract.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyRuleTest {
    @Test
    void everyKeyIsCopiedUnchangedUnlessARuleSaysOtherwise() {
        assertThat(Selection.ALL.targetKey("a/b c+d%20.txt")).contains("a/b c+d%20.txt");
        assertThat(Selection.ALL.targetKey("../x")).contains("../x");
    }

    @Test
    void onlyKeysWithBothPrefixAndSuffixAreIncluded() {
        KeyRule rule = new KeyRule("in/", ".csv", "", "");

        assertThat(rule.targetKey("in/a.csv")).contains("in/a.csv");
        assertThat(rule.targetKey("in/.csv")).contains("in/.csv");
        assertThat(rule.targetKey("in/a.csv.gz")).isEmpty();
        assertThat(rule.targetKey("xin/a.csv")).isEmpty();
        assertThat(rule.targetKey("IN/a.csv")).isEmpty();
    }

    @Test
    void aPrefixIsReplacedByAnother() {
        KeyRule rule = new KeyRule("in/2026/", "", "in/", "from-b/");

        assertThat(rule.targetKey("in/2026/a")).contains("from-b/2026/a");
        assertThat(rule.targetKey("in/2025/a")).isEmpty();
    }

    @Test
    void theKeyOfAStrippedFolderIsNotCopiedToNoKey() {
        assertThat(new KeyRule("in/", "", "in/", "").targetKey("in/")).isEmpty();
        assertThat(new KeyRule("in/", "", "in/", "x/").targetKey("in/")).contains("x/");
    }

    @Test
    void aRuleThatCouldMapTwoKeysToOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyRule("", "", "in/", ""))
                .withMessageContaining("stripPrefix 'in/'")
                .withMessageContaining("make includePrefix begin with stripPrefix");
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyRule("in", "", "in/", ""));
    }

    @Test
    void twoKeysNeverMapToOne() {
        List<String> parts = List.of("", "a", "b", "a/", "/", "ab");
        Set<String> keys = new HashSet<>();
        parts.forEach(x -> parts.forEach(y -> parts.forEach(z -> keys.add(x + y + z))));
        for (String include : parts) {
            for (String strip : parts.stream().filter(include::startsWith).toList()) {
                for (String add : parts) {
                    KeyRule rule = new KeyRule(include, "", strip, add);
                    assertThat(keys.stream().flatMap(key -> rule.targetKey(key).stream()))
                            .doesNotHaveDuplicates()
                            .doesNotContain("");
                }
            }
        }
    }

    @Test
    void aPrefixThatIsLongerThanAnyKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyRule("", "", "", "é".repeat(513)))
                .withMessageContaining("addPrefix has 1026 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyRule("é".repeat(513), "", "", ""))
                .withMessageContaining("includePrefix has 1026 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyRule("", "é".repeat(513), "", ""))
                .withMessageContaining("includeSuffix has 1026 bytes");
        assertThat(new KeyRule("", "", "", "é".repeat(512)).targetKey("k")).isPresent();
    }
}

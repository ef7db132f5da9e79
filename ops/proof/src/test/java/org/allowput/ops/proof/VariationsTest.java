package org.allowput.ops.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.allowput.ops.proof.question.Decision;
import org.allowput.ops.proof.template.Template;
import org.allowput.ops.proof.template.UnsupportedPolicyException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A template in which somebody may do more than the grant says is never proven: it is refuted, or refused because it is
 * not understood. One that is safe is proven. The file {@code variations.txt} lists both.
 */
final class VariationsTest {
    private enum Verdict {
        PROVEN,
        REFUTED,
        REFUSED
    }

    static Stream<List<String>> variations() throws IOException {
        return read("variations.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> List.of(line.split(" \\| ?", -1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variations")
    void onlyASafeTemplateIsProven(List<String> variation) throws IOException {
        Verdict verdict = verdict(changed(variation.subList(2, variation.size())));

        if (variation.get(0).equals("safe")) {
            assertThat(verdict).isEqualTo(Verdict.PROVEN);
        } else {
            assertThat(verdict).isNotEqualTo(Verdict.PROVEN);
        }
    }

    private static String changed(List<String> replacements) throws IOException {
        String template = read("minimal.json").replaceAll("\\s+", "");
        for (int at = 0; at < replacements.size(); at += 2) {
            String old = replacements.get(at);
            String place = old.equals("+") ? "\"Role\":{\"Type\"" : old.replaceAll("(?<=[,:\\[{}]) ", "");
            assertThat(template).contains(place);
            String replacement = replacements.get(at + 1) + (old.equals("+") ? place : "");
            int begin = template.indexOf(place);
            template = template.substring(0, begin) + replacement + template.substring(begin + place.length());
        }
        return template;
    }

    private static Verdict verdict(String template) {
        try {
            return new TemplateProof(Template.parse(template), Map.of(), Optional.empty())
                            .decide().stream().allMatch(Decision.Proven.class::isInstance)
                    ? Verdict.PROVEN
                    : Verdict.REFUTED;
        } catch (IOException | IllegalArgumentException | UnsupportedPolicyException e) {
            return Verdict.REFUSED;
        }
    }

    private static String read(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(VariationsTest.class.getResourceAsStream("/proof/" + name))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

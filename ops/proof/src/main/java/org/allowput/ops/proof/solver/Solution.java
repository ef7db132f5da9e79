package org.allowput.ops.proof.solver;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.CharSort;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.Model;
import com.microsoft.z3.SeqSort;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that the solver found.
 *
 * @param values of the unknowns, by their names: a text, or true or false
 */
record Solution(Map<String, String> values) {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9a-f]+)}");

    static Solution of(Model model) {
        Map<String, String> values = new TreeMap<>();
        for (FuncDecl<?> unknown : model.getConstDecls()) {
            Expr<?> value = model.eval(unknown.apply(), true);
            values.put(unknown.getName().toString(), value.isString() ? characters(value) : value.toString());
        }
        return new Solution(values);
    }

    /** The text of an unknown; an empty one, if the question does not depend on it. */
    String text(Expr<SeqSort<CharSort>> unknown) {
        return values.getOrDefault(name(unknown), "");
    }

    /** Whether an unknown is true; it is not, if the question does not depend on it. */
    boolean isTrue(BoolExpr unknown) {
        return Boolean.parseBoolean(values.get(name(unknown)));
    }

    private static String name(Expr<?> unknown) {
        return unknown.getFuncDecl().getName().toString();
    }

    private static String characters(Expr<?> value) {
        return ESCAPE.matcher(value.getString())
                .replaceAll(
                        match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
    }
}

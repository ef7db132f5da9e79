package org.allowput.ops.proof.template;

import java.io.IOException;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a template in YAML. The short forms of intrinsic functions become their full forms, as in JSON.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">
 *     Intrinsic functions</a>
 */
final class YamlTemplate {
    private YamlTemplate() {}

    /** @throws IOException if the text is no mapping in YAML */
    static Map<String, Object> read(String yaml) throws IOException {
        try {
            Object root = new Yaml(new IntrinsicFunctions()).load(yaml);
            if (root instanceof Map<?, ?>) {
                return Template.map(root);
            }
            throw new IOException("it is neither an object in JSON nor a mapping in YAML");
        } catch (YAMLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static final class IntrinsicFunctions extends SafeConstructor {
        IntrinsicFunctions() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new ShortForm());
        }

        private final class ShortForm extends AbstractConstruct {
            @Override
            public Object construct(Node node) {
                String name = node.getTag().getValue().substring(1);
                return Map.of(
                        name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name,
                        switch (node) {
                            case SequenceNode sequence -> constructSequence(sequence);
                            case MappingNode mapping -> constructMapping(mapping);
                            default -> constructScalar((ScalarNode) node);
                        });
            }
        }
    }
}

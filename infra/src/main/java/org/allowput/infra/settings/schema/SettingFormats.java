package org.allowput.infra.settings.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.allowput.contract.TargetGrant;
import org.allowput.contract.selection.KeyPattern;
import org.allowput.contract.selection.RequiredTag;
import org.allowput.infra.settings.value.BucketName;
import org.allowput.infra.settings.value.Caller;
import org.allowput.infra.settings.value.DeploymentName;
import org.allowput.infra.settings.value.Region;
import org.allowput.infra.settings.value.RoleName;

/** The formats of texts in the schema: what no pattern states, or a type refuses in its constructor. */
final class SettingFormats {
    /**
     * Of one text: four of these, the longest ExternalId and the other variables fit into the 4 KB that Lambda allows
     * for environment variables.
     */
    private static final int MAX_TEXT_BYTES = 512;

    /** They have a meaning in IAM's policies, or separate the values of a {@link TargetGrant}. */
    private static final String NOT_IN_GRANTED_PREFIX = "*?$|";

    static final List<Format> ALL = List.of(
            format("deployment-name", DeploymentName::parse),
            format("region", Region::new),
            format("bucket-name", BucketName::new),
            format("role-name", RoleName::new),
            format("role-name-prefix", RoleName::prefix),
            format("caller", Caller::parse),
            format("target-grant", TargetGrant::parse),
            format("required-tag", RequiredTag::parse),
            format("key-text", SettingFormats::checkText),
            format("key-pattern", text -> new KeyPattern(checkText(text))),
            format("granted-prefix", SettingFormats::checkGrantedPrefix),
            format("delivery-prefix", SettingFormats::checkDeliveryPrefix));

    private SettingFormats() {}

    /** @param check throws {@link IllegalArgumentException} for a text that is not of the format */
    private static Format format(String name, Consumer<String> check) {
        return new Format() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public boolean matches(ExecutionContext context, String text) {
                try {
                    check.accept(text);
                    return true;
                } catch (IllegalArgumentException refused) {
                    return false;
                }
            }
        };
    }

    private static String checkText(String text) {
        require(text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES);
        require(text.chars().noneMatch(Character::isISOControl));
        return text;
    }

    private static void checkGrantedPrefix(String text) {
        require(!checkText(text).isEmpty());
        require(text.chars().noneMatch(c -> NOT_IN_GRANTED_PREFIX.indexOf(c) >= 0));
    }

    private static void checkDeliveryPrefix(String text) {
        checkGrantedPrefix(text);
        require(text.endsWith("/"));
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("not of the format");
        }
    }
}

package org.allowput.infra.settings.value;

import java.util.regex.Pattern;
import org.allowput.infra.settings.reading.SettingType;

/**
 * An AWS Region, by its code.
 *
 * @param text for example {@code eu-central-1}, {@code cn-north-1} or {@code us-gov-west-1}
 * @see <a href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html">Regions</a>
 */
public record Region(String text) {
    private static final Pattern CODE = Pattern.compile("[a-z]{2,4}(-[a-z]+){1,2}-[0-9]{1,2}");
    private static final String EXPECTED = "the code of an AWS Region, such as eu-central-1";
    public static final SettingType<Region> TYPE = SettingType.string(EXPECTED, Region::new);

    /** @throws IllegalArgumentException if the text is not a Region's code */
    public Region {
        SettingType.require(CODE.matcher(text).matches(), EXPECTED);
    }

    /** The partition that the Region belongs to, as ARNs contain it. */
    public String partition() {
        return Partition.of(this);
    }

    @Override
    public String toString() {
        return text;
    }
}

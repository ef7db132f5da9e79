package org.allowput.emulator.strict;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Refuses notifications of one event to two destinations: both with an event type, and with prefixes and suffixes that
 * one key can have.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">Configuring
 *     event notifications using object key name filtering</a>
 */
public final class Notifications {
    private static final List<String> DESTINATIONS =
            List.of("QueueConfiguration", "TopicConfiguration", "CloudFunctionConfiguration");

    private Notifications() {}

    private record Notification(List<String> events, String prefix, String suffix) {
        boolean overlaps(Notification other) {
            return events.stream().anyMatch(event -> other.events.stream().anyMatch(each -> isSame(event, each)))
                    && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
                    && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
        }

        /** A type that ends with a star stands for all that begin like it. */
        private static boolean isSame(String one, String other) {
            return one.equals(other)
                    || (one.endsWith("*") && other.startsWith(one.substring(0, one.length() - 1)))
                    || (other.endsWith("*") && one.startsWith(other.substring(0, other.length() - 1)));
        }
    }

    /** What S3 answers to the body of PutBucketNotificationConfiguration; nothing if it accepts it. */
    public static Optional<Refusal> refuse(String body) {
        Element root = parse(body);
        List<Notification> all = DESTINATIONS.stream()
                .flatMap(name -> elements(root, name))
                .map(Notifications::read)
                .toList();
        boolean overlap = IntStream.range(0, all.size())
                .anyMatch(i -> all.subList(i + 1, all.size()).stream().anyMatch(all.get(i)::overlaps));
        return overlap
                ? Optional.of(Refusal.badRequest(
                        "InvalidArgument",
                        "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the"
                                + " prefixes are overlapping for the same event type."))
                : Optional.empty();
    }

    private static Notification read(Element configuration) {
        return new Notification(
                elements(configuration, "Event").map(Element::getTextContent).toList(),
                filter(configuration, "prefix"),
                filter(configuration, "suffix"));
    }

    private static String filter(Element configuration, String name) {
        return elements(configuration, "FilterRule")
                .filter(rule -> text(rule, "Name").equalsIgnoreCase(name))
                .map(rule -> text(rule, "Value"))
                .findFirst()
                .orElse("");
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).map(Element::getTextContent).findFirst().orElse("");
    }

    private static Stream<Element> elements(Element parent, String name) {
        return IntStream.range(0, parent.getElementsByTagName(name).getLength())
                .mapToObj(i -> (Element) parent.getElementsByTagName(name).item(i));
    }

    private static Element parse(String body) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(body)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalArgumentException("expected a notification configuration in XML, was: " + body, e);
        }
    }
}

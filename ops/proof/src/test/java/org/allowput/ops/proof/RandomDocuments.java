package org.allowput.ops.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Templates of CloudFormation's grammar: one in which the value of a line is another, such as an intrinsic function.
 */
final class RandomDocuments {
    private static final List<String> FUNCTIONS = List.of(
            "!Ref AWS::NoValue",
            "!Ref RoleName",
            "!Sub \"${BucketName}\"",
            "!Join [\"\", [a, b]]",
            "!Join [\"\", []]",
            "!Select [0, [a]]",
            "!Select [3, [a]]",
            "!Split [\",\", \"a,b\"]",
            "!If [CreateBucketIsTrue, a, b]",
            "!If [Missing, a, b]",
            "!GetAtt TargetBucket.Arn",
            "!GetAtt TargetBucket.WebsiteURL",
            "!Cidr [a, 1, 2]",
            "!GetAZs \"\"",
            "!ToJsonString {}",
            "!Length []",
            "\"${BucketName}\"",
            "\"{{resolve:ssm:a}}\"",
            "[]",
            "{}",
            "null",
            "~",
            "1e3",
            "0x1F",
            "yes",
            "!Sub [\"${a}\", {a: !Ref BucketName}]",
            "!Sub \"${a.b}\"",
            "!Transform {}",
            "\"*\"",
            "\"s3:*\"",
            "\"sts:*\"",
            "!Sub \"arn:${AWS::Partition}:s3:::${BucketName}*\"",
            "!Sub \"arn:${AWS::Partition}:s3:::*\"");

    private RandomDocuments() {}

    /** @param keys of the lines that are changed, as a regular expression */
    static List<String> of(String text, String keys, int count, Random random) {
        List<String> lines = text.lines().toList();
        int[] changeable = IntStream.range(0, lines.size())
                .filter(at -> lines.get(at).matches(" +(- )?(" + keys + "): .+"))
                .toArray();
        List<String> documents = new ArrayList<>();
        while (documents.size() < count) {
            int at = changeable[random.nextInt(changeable.length)];
            String line = lines.get(at);
            List<String> changed = new ArrayList<>(lines);
            changed.set(
                    at, line.substring(0, line.indexOf(": ") + 2) + FUNCTIONS.get(random.nextInt(FUNCTIONS.size())));
            documents.add(String.join("\n", changed));
        }
        return documents;
    }
}

package org.allowput.ops.where;

import java.time.Instant;
import java.util.Optional;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.TimeConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "where",
        description = "Prints where one object is: copied, waiting, failing, in the workflow for large objects, in the"
                + " dead-letter queue, excluded or gone; by which evidence, and what to type next.",
        exitCodeList = "1:The object is not copied, or not known to be.",
        footer = {
            "",
            "It changes nothing; messages of the dead-letter queue are invisible while they are read.",
            "Copied: the log, or one of the first 20,000 objects of receipts since the last change,"
                    + " has the entity tag, or the workflow succeeded. Waiting: the object changed within five"
                    + " minutes. Not copied: nothing is known, but a message may wait, as SQS cannot search the"
                    + " queue. Excluded: a key rule leaves it out. Any other word is the last outcome.",
            "Output:",
            "  not copied: in/a.csv, as far as is known",
            "  source             345 bytes, last modified 2026-11-28T10:03:05Z, ETag ...",
            "  log                nothing about this version since 2026-11-28T10:03:05Z",
            "  dead-letter queue  none of 0 messages is about it",
            "  next               bin/event --send in/a.csv copies it now; ...",
            "Permissions, with cloudformation:DescribeStacks: s3:GetObject, s3:ListBucket on source"
                    + " and operations buckets; logs:FilterLogEvents, states:DescribeExecution; on the"
                    + " dead-letter queue sqs:ReceiveMessage, sqs:ChangeMessageVisibility.",
            "Examples:",
            "  bin/where in/a.csv",
            "  bin/where --name prod --json in/a.csv",
            "  bin/where -- -key-with-a-hyphen"
        })
public final class WhereCommand extends StackCommand {
    @Parameters(paramLabel = "KEY", description = "The key in the source bucket.")
    private String key = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Log and receipts are read from then on (1d, 2026-01-31T00:00:00Z), but not from before"
                    + " the object last changed. Default: since then; for a day if it is gone.")
    private @Nullable Instant since;

    @Override
    protected void check() {
        if (key.isEmpty()) {
            throw wrong("KEY is empty, expected the key of an object");
        }
    }

    @Override
    protected int run(DeployedStack deployed) {
        ObjectEvidence evidence = new ObjectEvidence(deployed, key, output.errorWriter());
        ObjectAnswer answer =
                new ObjectVerdict(evidence, key, Instant.now(), typed()).answer(Optional.ofNullable(since));
        output.print(answer, answer.text());
        return answer.exitCode();
    }
}

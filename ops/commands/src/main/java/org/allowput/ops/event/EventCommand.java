package org.allowput.ops.event;

import java.time.InstantSource;
import java.util.List;
import org.allowput.contract.StackOutput;
import org.allowput.contract.selection.Selection;
import org.allowput.ops.aws.DeployedStack;
import org.allowput.ops.aws.StackCommand;
import org.allowput.ops.cli.EscapedText;
import org.allowput.ops.cli.ExitStatus;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.cli.Output;
import org.allowput.ops.queue.CopyRequests;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Command(name = "event")
public final class EventCommand extends StackCommand {
    /** As many as {@code bin/reconcile} sends by default. */
    private static final int PER_SECOND = 100;

    @Parameters(arity = "1..*", paramLabel = "KEY")
    private List<String> keys = List.of();

    @Option(names = "--send")
    private boolean send;

    @Option(names = "--deleted")
    private boolean deleted;

    @Override
    protected void check() {
        if (keys.contains("")) {
            throw wrong("KEY is empty, expected the key of an object");
        }
        if (deleted && !send) {
            throw wrong("seen --deleted without --send, expected both");
        }
    }

    @Override
    protected int run(DeployedStack deployed) {
        CopyRequests requests = new CopyRequests(deployed, InstantSource.system());
        if (!send) {
            keys.forEach(key -> output.writer().println(requests.message(key)));
            output.writer().flush();
            return ExitStatus.OK.code();
        }
        Selection selection = deployed.outputs().selection();
        for (String key : keys) {
            selection.exclusion(key).ifPresent(rule -> {
                throw new OperationException(EscapedText.of(key) + " is not copied: " + rule
                        + ". Nothing was sent: change the rule (docs/settings.md#key-rules), or leave the key out.");
            });
        }
        if (!deleted) {
            String bucket = deployed.outputs().get(StackOutput.SOURCE_BUCKET_NAME);
            keys.forEach(key -> requireObject(deployed.clients().s3(), bucket, key));
        }
        long sent = requests.send(keys, PER_SECOND);
        output.printFacts(Output.facts("sentToQueue", sent, "keys", keys.size()));
        return (sent == keys.size() ? ExitStatus.OK : ExitStatus.FINDINGS).code();
    }

    /**
     * Refuses a key without an object: the function would record it as lost, or delete the copy that has such a key.
     *
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
     */
    private static void requireObject(S3Client s3, String bucket, String key) {
        try {
            s3.headObject(request -> request.bucket(bucket).key(key));
        } catch (S3Exception e) {
            String name = EscapedText.of(key);
            if (e.statusCode() == 404) {
                throw new OperationException("The source bucket " + bucket + " has no object " + name
                        + ": HEAD answered 404. Nothing was sent: correct the key, or add --deleted if the function is"
                        + " to handle that the object is gone.");
            }
            throw OperationException.ofAws(
                    "The object " + name + " of the source bucket " + bucket + " could not be read: S3 answered "
                            + e.statusCode() + " to HEAD. Nothing was sent: use credentials with s3:GetObject and"
                            + " s3:ListBucket on the bucket.",
                    e);
        }
    }
}

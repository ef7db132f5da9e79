package org.allowput.ops.acceptance.cleanup;

import java.util.List;
import org.allowput.ops.acceptance.account.Accounts;

/** The commands of the AWS CLI that remove what a run could not remove. */
public record RemovalCommands(Accounts accounts) {
    /** One command per line, to be pasted into a shell. */
    public List<String> of(CreatedResource resource) {
        String options = " --profile " + accounts.profile(resource.side()) + " --region "
                + accounts.region().id();
        String name = resource.name();
        return switch (resource.kind()) {
            case STACK, BOOTSTRAP_STACK -> List.of("aws cloudformation delete-stack --stack-name " + name + options);
            case LOG_GROUP -> List.of("aws logs delete-log-group --log-group-name " + name + options);
            case BUCKET ->
                List.of(
                        "# Repeat until there are no versions:",
                        "aws s3api delete-objects --bucket " + name + options
                                + " --delete \"$(aws s3api list-object-versions --bucket " + name + options
                                + " --max-items 1000 --output json --query"
                                + " '{Objects: [Versions, DeleteMarkers][][].{Key: Key, VersionId: VersionId}}')\"",
                        "aws s3api delete-bucket --bucket " + name + options);
        };
    }
}

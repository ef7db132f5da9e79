package org.allowput.ops.redrive;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.allowput.ops.cli.OperationException;
import org.allowput.ops.queue.DeadLetter;
import software.amazon.awssdk.services.sqs.model.Message;

/** A file with messages that are deleted, one JSON object per line. */
record MessageCopy(Path file) {
    /**
     * Creates it.
     *
     * @throws OperationException if it exists, or cannot be created
     */
    static MessageCopy create(Path file) {
        try {
            Files.createFile(file);
            return new MessageCopy(file);
        } catch (FileAlreadyExistsException e) {
            throw new OperationException(file + " exists: name another file with --copy. Nothing was deleted.", e);
        } catch (IOException e) {
            throw new OperationException(
                    file + " cannot be created (" + e.getClass().getSimpleName()
                            + "): name another file with --copy. Nothing was deleted.",
                    e);
        }
    }

    /**
     * Returns when the message is on the disk.
     *
     * @throws OperationException if it could not be written
     */
    void write(Message message) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("messageId", message.messageId());
        new DeadLetter(message).sent().map(Instant::toString).ifPresent(sent -> line.put("sent", sent));
        Map<String, String> attributes = new TreeMap<>();
        message.messageAttributes().forEach((name, value) -> attributes.put(name, value.stringValue()));
        line.put("attributes", attributes);
        line.put("body", message.body());
        try {
            Files.writeString(
                    file,
                    JSON.std.asString(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.DSYNC);
        } catch (IOException e) {
            throw new OperationException(
                    "Message " + message.messageId() + " could not be written to " + file
                            + ", and was not deleted. Choose another file with --copy: " + e.getMessage(),
                    e);
        }
    }
}

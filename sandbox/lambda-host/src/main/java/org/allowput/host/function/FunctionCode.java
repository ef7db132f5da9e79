package org.allowput.host.function;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.allowput.emulator.local.Unchecked;

/** The unpacked zips of functions, one folder for each digest. */
public record FunctionCode(Path folder, DeployedFunctions functions) {
    /**
     * The task root of {@code function}: its zip as it was deployed, unpacked.
     *
     * @throws IOException if it cannot be fetched, is no zip, or is not what the function's configuration says
     */
    public synchronized Path taskRoot(DeployedFunction function) throws IOException {
        byte[] name = Base64.getDecoder().decode(function.codeSha256());
        Path root = folder.resolve(HexFormat.of().formatHex(name));
        if (Files.isDirectory(root)) {
            return root;
        }
        byte[] zip = functions.code(function);
        String actual = digest(zip);
        if (!actual.equals(function.codeSha256())) {
            throw new IOException("The code of " + function.name() + ":" + function.version() + " has SHA-256 "
                    + actual + ", its configuration says " + function.codeSha256()
                    + ". Is a deploy under way? The emulator keeps the code of the latest version only.");
        }
        Files.createDirectories(folder);
        Path unpacked = Files.createTempDirectory(folder, "unpacking");
        unzip(zip, unpacked);
        return Files.move(unpacked, root);
    }

    /** Unpacks a zip into a folder. @throws IOException if an entry would be outside of the folder, among others */
    public static void unzip(byte[] zip, Path target) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("The function's zip has an entry outside of its root: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(entries, file);
                }
            }
        }
    }

    /** SHA-256 in Base64, as Lambda gives it. */
    public static String digest(byte[] zip) {
        MessageDigest sha256 = Unchecked.get(() -> MessageDigest.getInstance("SHA-256"));
        return Base64.getEncoder().encodeToString(sha256.digest(zip));
    }
}

package dev.tenantmfa.it.wiring;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keycloak.common.crypto.CryptoIntegration;

/**
 * Runs commands of {@code kcadm.sh} one after the other in one process, since a process for each takes a second of the processor. A
 * program of its own: the classes of the command line are not on the class path of the tests, and print to {@code System.out}.
 */
final class KcadmLoop {

    /** Pipes, and files that are complete before the answer begins. */
    static final String REQUEST = "request";

    static final String ANSWER = "answer";
    static final String ERRORS = "errors";
    static final String CODE = "code";

    private static final String ROOT = "org.keycloak.client.admin.cli.commands.KcAdmCmd";
    private static final String GLOBALS = "org.keycloak.client.cli.common.Globals";

    private KcadmLoop() {}

    /** @param arguments the folder with the pipes */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        endWithParent();
        CryptoIntegration.init(KcadmLoop.class.getClassLoader());
        PrintStream out = System.out;
        PrintStream err = System.err;
        while (true) {
            String[] command = read(folder.resolve(REQUEST));
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            int code;
            try {
                System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
                System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
                code = run(command);
            } finally {
                System.setOut(out);
                System.setErr(err);
            }
            Files.write(folder.resolve(ERRORS), errors.toByteArray());
            Files.writeString(folder.resolve(CODE), Integer.toString(code));
            try (OutputStream answer =
                    new FileOutputStream(folder.resolve(ANSWER).toFile())) {
                printed.writeTo(answer);
            }
        }
    }

    /** The parent holds the other end of the standard input. */
    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.readAllBytes();
                    } catch (IOException e) {
                        // Closed, as at the end.
                    }
                    Runtime.getRuntime().halt(0);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static String[] read(Path request) throws IOException {
        // A plain FileInputStream asks for its position, which a pipe has not.
        try (InputStream in = new BufferedInputStream(new FileInputStream(request.toFile()))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> command = List.of(text.split("\0", -1));
            return command.subList(0, command.size() - 1).toArray(String[]::new);
        }
    }

    /** As {@code Globals.main}, without the end of the process. */
    private static int run(String[] command) throws ReflectiveOperationException {
        Object root = Class.forName(ROOT).getDeclaredConstructor().newInstance();
        for (Method method : Class.forName(GLOBALS).getMethods()) {
            if (method.getName().equals("createCommandLine")) {
                Object line = method.invoke(null, root, "kcadm.sh", new PrintWriter(System.err, true));
                return (int)
                        line.getClass().getMethod("execute", String[].class).invoke(line, (Object) command);
            }
        }
        throw new NoSuchMethodException(GLOBALS + ".createCommandLine");
    }
}

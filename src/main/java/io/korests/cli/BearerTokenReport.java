package io.korests.cli;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import io.korests.caller.BearerTokenVerifier;
import io.korests.caller.ProvenIdentity;
import java.io.PrintStream;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/** {@code check-config --bearer FILE}: judges a bearer token as a request would have it, and says which check refuses it. */
final class BearerTokenReport {
    static final String OPTION = "--bearer";

    private BearerTokenReport() {}

    /** @return whether the token that is given is accepted */
    static boolean print(ApplicationContext context, Options options, PrintStream out) {
        BearerTokenVerifier verifier =
                context.getBeanProvider(BearerTokenVerifier.class).getIfAvailable();
        String file = options.value(OPTION);
        String token = file == null ? null : Options.read(file, System.in);
        if (verifier == null || token == null) {
            out.println(
                    verifier == null
                            ? "--bearer has no effect: sts.caller.mode is not oidc."
                            : "--bearer needs a file that can be read, or - for standard input.");
            return false;
        }
        printContent(token.strip(), out);
        ProvenIdentity identity = verifier.verify(token.strip());
        out.println(
                identity.cause() == null
                        ? "The bearer token is accepted: the user is " + printable(identity.text()) + '.'
                        : "The bearer token is refused, " + identity.cause().code() + ": "
                                + identity.cause().meaning() + '.');
        return identity.cause() == null;
    }

    /** What the checks are about, and nothing else of it. */
    private static void printContent(String token, PrintStream out) {
        try {
            JWT jwt = JWTParser.parse(token);
            print("header", jwt.getHeader(), out);
            Map<String, Object> claims = jwt.getJWTClaimsSet() == null
                    ? Map.of()
                    : jwt.getJWTClaimsSet().toJSONObject();
            Stream.of("iss", "aud", "email_verified").forEach(name -> print(name, claims.get(name), out));
            Stream.of("nbf", "exp")
                    .forEach(name -> print(
                            name,
                            claims.get(name) instanceof Long seconds ? Instant.ofEpochSecond(seconds) : null,
                            out));
        } catch (ParseException malformed) {
            // The verdict says so.
        }
    }

    private static void print(String name, @Nullable Object value, PrintStream out) {
        out.printf("%-14s  %s%n", name, value == null ? "absent" : printable(String.valueOf(value)));
    }

    /** Somebody wrote it, and a terminal shows it. */
    private static String printable(@Nullable Object text) {
        return String.valueOf(text).replaceAll("\\p{C}", "?");
    }
}

package io.korests.cli;

import io.korests.client.ClientApp;
import io.korests.client.ClientSet;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Clients by the name that an operator gives. */
final class ClientNames {
    private ClientNames() {}

    /** @return null, having said so, if there is none */
    static @Nullable ClientApp find(ClientSet clients, @Nullable String name, PrintStream out) {
        ClientApp found = clients.apps().stream()
                .filter(app -> app.name().equals(name))
                .findFirst()
                .orElse(null);
        if (found == null) {
            out.println("There is no such client. --client takes one of: " + clients);
        }
        return found;
    }
}

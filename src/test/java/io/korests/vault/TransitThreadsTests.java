package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.vault.core.VaultOperations;

class TransitThreadsTests {

    /** A thread that keeps it after the service has stopped is a leak, of which Tomcat warns. */
    @Test
    void doNotKeepTheClassLoaderOfTheWebApplication() throws Exception {
        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        VaultOperations vault = (VaultOperations) Proxy.newProxyInstance(
                VaultOperations.class.getClassLoader(),
                new Class<?>[] {VaultOperations.class},
                (self, method, args) -> {
                    seen.complete(Thread.currentThread().getContextClassLoader());
                    return null;
                });
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader webApplication = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(webApplication);
            assertThat(new TransitCalls(vault, new VaultLogin(null)).read("transit/keys/any"))
                    .isNull();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(seen).isCompletedWithValue(TransitCalls.class.getClassLoader());
    }
}

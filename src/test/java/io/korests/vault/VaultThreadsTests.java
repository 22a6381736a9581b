package io.korests.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.Patience;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class VaultThreadsTests {

    /** A thread that keeps it after the service has stopped is a leak, of which Tomcat warns. */
    @Test
    void doNotKeepTheClassLoaderOfTheWebApplication() throws Exception {
        VaultCalls calls = new VaultCalls(null, 1);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader webApplication = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(webApplication);
            assertThat(calls.within(Patience.TIME, () -> Thread.currentThread().getContextClassLoader()))
                    .isSameAs(VaultCalls.class.getClassLoader());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}

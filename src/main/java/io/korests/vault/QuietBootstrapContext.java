package io.korests.vault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;

/**
 * The bootstrap context without its close listeners. It was closed long ago, so a listener added now is never called; but
 * spring-cloud-vault 5.0.2 adds some at every refresh (VaultConfigDataLoader.registerIfAbsent), and they are kept for good:
 * about a kilobyte each time.
 */
final class QuietBootstrapContext {

    private QuietBootstrapContext() {}

    static ConfigurableBootstrapContext of(ConfigurableBootstrapContext original) {
        return (ConfigurableBootstrapContext) Proxy.newProxyInstance(
                QuietBootstrapContext.class.getClassLoader(),
                new Class<?>[] {ConfigurableBootstrapContext.class},
                (proxy, method, arguments) -> forward(original, method, arguments));
    }

    private static @Nullable Object forward(
            ConfigurableBootstrapContext original, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("addCloseListener")) {
            return null;
        }
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException exception) {
            throw exception.getTargetException();
        }
    }
}

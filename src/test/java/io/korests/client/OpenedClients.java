package io.korests.client;

import static org.mockito.Mockito.mock;

import io.korests.config.WrongConfigurationException;
import io.korests.vault.TransitKeys;
import jakarta.validation.Validation;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.Validator;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Opens the clients of an Environment, for tests of other packages. */
public final class OpenedClients {

    private static final Validator VALIDATOR =
            new SpringValidatorAdapter(Validation.buildDefaultValidatorFactory().getValidator());

    private OpenedClients() {}

    /** @throws WrongConfigurationException if any of them cannot be served */
    public static ClientSet in(Environment environment) {
        return reader(environment, System::nanoTime)
                .readAgain(ClientSet.NONE, Map.of(), Set.of())
                .requireNoFailure();
    }

    /** What a refresh says, by client. */
    public static Map<String, String> failures(Environment environment) {
        return reader(environment, System::nanoTime)
                .readAgain(ClientSet.NONE, Map.of(), Set.of())
                .failures();
    }

    static CredentialReader reader(Environment environment, LongSupplier nanoTime) {
        // What a started service has in any case.
        ((ConfigurableEnvironment) environment)
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "of a start", Map.of("sts.caller.mode", "open", "sts.limits.queue", "1")));
        return new CredentialReader(environment, mock(TransitKeys.class), VALIDATOR, nanoTime);
    }
}

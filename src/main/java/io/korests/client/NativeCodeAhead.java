package io.korests.client;

import io.korests.config.ClientPropertyNames;
import io.korests.key.CryptoProvider;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.context.ApplicationListener;

/** Has the native code loaded while Spring starts, where a client has an RSA private key. */
public final class NativeCodeAhead implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent prepared) {
        if (ClientPropertyNames.anyMatch(
                prepared.getEnvironment(),
                name -> name.getLastElement(Form.UNIFORM).equals("privatekey"))) {
            CryptoProvider.loadAhead();
        }
    }
}

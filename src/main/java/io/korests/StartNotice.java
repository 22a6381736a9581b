package io.korests;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Says once, when the service answers, that a development set-up is what answers. */
class StartNotice {

    private static final Logger log = LoggerFactory.getLogger(StartNotice.class);

    private final Environment environment;

    StartNotice(Environment environment) {
        this.environment = environment;
    }

    @EventListener
    void onReady(ApplicationReadyEvent event) {
        if (environment.getProperty("sts.development", boolean.class, false)) {
            log.info(
                    "This is the development set-up of ./config: its demo client has a secret made at random at this start,"
                            + " so Kore's platform will not accept its tokens");
        }
    }
}

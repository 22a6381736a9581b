package io.korests.cli;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

/** A whole start except that nothing listens and nothing is refreshed. */
final class QuietStart {
    private QuietStart() {}

    /** @param logLevel below which nothing is written between what the command prints */
    static ConfigurableApplicationContext of(Class<?> service, Options options, String logLevel) {
        SpringApplication application = new SpringApplication(service);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(Map.of("logging.level.root", logLevel));
        application.addInitializers(context -> context.getBeanFactory()
                .registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, new NothingStarts()));
        return application.run(options.spring().toArray(String[]::new));
    }

    /** Neither the web servers nor the refreshes, which are what has a lifecycle. */
    private static final class NothingStarts extends DefaultLifecycleProcessor {
        @Override
        public void onRefresh() {}

        @Override
        public void onClose() {}
    }
}

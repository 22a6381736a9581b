package io.korests;

import io.korests.cli.Commands;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;

/** The service, and its entry point. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@ImportAutoConfiguration // META-INF/spring/io.korests.StsApplication.imports
@EnableConfigurationProperties(StsProperties.class)
public class StsApplication {

    /** @param arguments a command of {@link Commands}, and options for Spring Boot */
    public static void main(String[] arguments) {
        // Java 17 would print by the locale.
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new Commands(StsApplication.class, out).run(arguments).ifPresent(System::exit);
    }
}

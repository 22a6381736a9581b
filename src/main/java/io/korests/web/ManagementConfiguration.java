package io.korests.web;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Spring MVC serves the management port and nothing else. Boot sets its endpoints up there only if the service's own context
 * has a DispatcherServlet (WebMvcEndpointManagementContextConfiguration asks for the bean before the port's own one is defined),
 * so here is one, which no path leads to.
 */
@Configuration(proxyBeanMethods = false)
public class ManagementConfiguration {

    /** What serves the management port is made when that opens, which is after the first token could be had. */
    @Bean
    static BeanFactoryPostProcessor lazyEndpoints() {
        return beans -> {
            for (String name : beans.getBeanDefinitionNames()) {
                if (beans.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition
                        && definition.getFactoryMethodMetadata() != null
                        && definition
                                .getFactoryMethodMetadata()
                                .getDeclaringClassName()
                                .startsWith("org.springframework.boot.actuate.")) {
                    definition.setLazyInit(true);
                }
            }
        };
    }

    @Bean
    DispatcherServlet dispatcherServlet() {
        return new DispatcherServlet();
    }

    @Bean
    ServletRegistrationBean<DispatcherServlet> noDispatcherServletHere(DispatcherServlet dispatcherServlet) {
        ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(dispatcherServlet);
        registration.setEnabled(false);
        return registration;
    }
}

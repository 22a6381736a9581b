package io.korests.playground;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the page's modules as resources, beside {@link PlaygroundController}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("sts.playground.enabled")
class PlaygroundConfiguration implements WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new ContentSecurityPolicy()).addPathPatterns("/playground/**");
    }

    /** The page may change with the next release: no cache keeps it without asking. */
    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/playground/*")
                .addResourceLocations("classpath:/playground/")
                .setCacheControl(CacheControl.noCache());
    }
}

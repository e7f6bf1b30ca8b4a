package io.partywall.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.partywall.isolation.Tenancy;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    /** A batch of a thousand events, and more than any other request has. */
    private static final int LARGEST_BODY = 1 << 20;

    /** After these, Spring Security's filters, which are at -100. */
    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE;

    @Bean
    Json json() {
        return new Json();
    }

    @Bean
    RateLimits rateLimits() {
        return new RateLimits();
    }

    @Bean
    Draining draining() {
        return new Draining();
    }

    @Bean
    WebMvcRegistrations scopedHandlers(Tenancy tenancy, JsonMapper json, Clock clock) {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
                return new ScopedHandlers(tenancy, new Idempotency(json, clock));
            }
        };
    }

    @Bean
    WebMvcConfigurer arguments(Cursors cursors, JsonMapper json, Validator validator) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new PagingArguments(cursors));
                resolvers.add(new PatchArguments(json, validator));
            }
        };
    }

    @Bean
    FilterRegistrationBean<RequestId> requestIdFilter() {
        return ordered(new RequestId(), FIRST);
    }

    @Bean
    FilterRegistrationBean<RequestLog> requestLogFilter(MeterRegistry meters) {
        return ordered(new RequestLog(meters), FIRST + 1);
    }

    @Bean
    FilterRegistrationBean<Draining> drainingFilter(Draining draining) {
        return ordered(draining, FIRST + 2);
    }

    @Bean
    FilterRegistrationBean<BoundedBody> boundedBodyFilter() {
        return ordered(new BoundedBody(LARGEST_BODY), FIRST + 3);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }

    private static <F extends OncePerRequestFilter> FilterRegistrationBean<F> ordered(F filter, int order) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}

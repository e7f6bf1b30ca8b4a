package io.partywall.access;

import io.partywall.http.RateLimits;
import io.partywall.isolation.Tenancy;
import io.partywall.mail.Mailer;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    Sessions sessions(PlatformWork platform, Clock clock) {
        return new Sessions(platform, clock);
    }

    @Bean
    Accounts accounts(
            PlatformWork platform,
            Sessions sessions,
            PasswordEncoder encoder,
            Mailer mailer,
            PublicUrl publicUrl,
            Clock clock) {
        return new Accounts(platform, sessions, new Passwords(encoder), mailer, publicUrl, clock);
    }

    @Bean
    WebMvcConfigurer rights(
            PlatformWork platform,
            Contexts contexts,
            Tenancy tenancy,
            RateLimits rateLimits,
            RequestShare share,
            Clock clock) {
        Rights rights = new Rights(new Callers(platform, clock), contexts, tenancy, platform, rateLimits, share);
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(rights);
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArguments());
            }
        };
    }
}

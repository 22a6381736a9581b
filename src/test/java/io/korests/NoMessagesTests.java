package io.korests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.context.NoSuchMessageException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultMessageSourceResolvable;

class NoMessagesTests {

    @Test
    void standInThePlaceOfSpringsOwn() {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Importing.class)) {
            assertThat(context.getBean(AbstractApplicationContext.MESSAGE_SOURCE_BEAN_NAME))
                    .isInstanceOf(NoMessages.class);
            assertThat(context.getMessage("any", null, "otherwise", Locale.ROOT))
                    .isEqualTo("otherwise");
        }
    }

    @Test
    void knowNoCode() {
        NoMessages messages = new NoMessages();
        assertThatThrownBy(() -> messages.getMessage("any", null, Locale.ROOT))
                .isInstanceOf(NoSuchMessageException.class);
        assertThatThrownBy(() -> messages.getMessage(new DefaultMessageSourceResolvable("any"), Locale.ROOT))
                .isInstanceOf(NoSuchMessageException.class);
    }

    @Import(NoMessages.class)
    static class Importing {}
}

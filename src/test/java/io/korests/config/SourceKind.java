package io.korests.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.env.ConfigTreePropertySource;
import org.springframework.boot.env.ConfigTreePropertySource.Option;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.cloud.vault.config.SecretBackendMetadata;
import org.springframework.cloud.vault.config.Secrets;
import org.springframework.cloud.vault.config.VaultConfigOperations;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.vault.core.VaultOperations;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where a property may come from: each kind as Boot, or Spring Cloud Vault, makes it. */
enum SourceKind {
    YAML {
        @Override
        PropertySource<?> of(Path folder, String name, String value) {
            // A JSON string of ASCII is one in YAML, too.
            return yaml(name + ": "
                    + JsonMapper.builder()
                            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                            .build()
                            .writeValueAsString(value));
        }
    },
    COMMAND_LINE {
        @Override
        PropertySource<?> of(Path folder, String name, String value) {
            return new SimpleCommandLinePropertySource("--" + name + '=' + value);
        }
    },
    SYSTEM_PROPERTY {
        @Override
        PropertySource<?> of(Path folder, String name, String value) {
            Properties properties = new Properties();
            properties.setProperty(name, value);
            return new PropertiesPropertySource("systemProperties", properties);
        }
    },
    VARIABLE {
        @Override
        PropertySource<?> of(Path folder, String name, String value) {
            return variable(name.replace("-", ""), value);
        }
    },
    /** As older versions of Boot had it. */
    VARIABLE_WITH_DASHES {
        @Override
        PropertySource<?> of(Path folder, String name, String value) {
            return variable(name.replace('-', '_'), value);
        }
    },
    MOUNTED_FILE {
        @Override
        PropertySource<?> of(Path folder, String name, String value) {
            return file(folder, name, value.getBytes(StandardCharsets.UTF_8));
        }
    },
    VAULT {
        @Override
        PropertySource<?> of(Path folder, String name, String value) {
            return vault(name, value);
        }
    };

    abstract PropertySource<?> of(Path folder, String name, String value);

    /** Whether nothing is replaced in it. */
    boolean isLiteral() {
        return this == MOUNTED_FILE || this == VAULT;
    }

    static PropertySource<?> yaml(String text) {
        try {
            ByteArrayResource resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8));
            return new YamlPropertySourceLoader()
                    .load("application.yaml", resource)
                    .get(0);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    static PropertySource<?> file(Path folder, String name, byte[] content) {
        try {
            Path tree = Files.createTempDirectory(folder, "tree");
            Files.write(tree.resolve(name), content);
            return new ConfigTreePropertySource("configtree", tree, Option.AUTO_TRIM_TRAILING_NEW_LINE);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    static PropertySource<?> vault(String property, Object value) {
        return new EnumerablePropertySource<VaultConfigOperations>("vault " + property, new NoVault()) {
            @Override
            public String[] getPropertyNames() {
                return new String[] {property};
            }

            @Override
            public Object getProperty(String asked) {
                return asked.equals(property) ? value : null;
            }
        };
    }

    private static PropertySource<?> variable(String name, String value) {
        String variable = name.replaceAll("\\[(\\d+)]", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
        return new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, value));
    }

    private static final class NoVault implements VaultConfigOperations {
        @Override
        public Secrets read(SecretBackendMetadata metadata) {
            throw new UnsupportedOperationException();
        }

        @Override
        public VaultOperations getVaultOperations() {
            throw new UnsupportedOperationException();
        }
    }
}

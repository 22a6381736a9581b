package io.korests.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.korests.EncryptedToken;
import io.korests.HttpCall;
import io.korests.TestClientApps;
import io.korests.TestEncryption;
import io.korests.TestService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Custom data arrives inside the encrypted token as it was written: a reader and a writer of JSON would change it. */
class EncryptedClaimsTests {

    static final List<String> OBJECTS = List.of(
            "{}",
            "{\"b\":1,\"a\":2}",
            "{ \"spaces\" :\t[ 1 ,  2 ]\n}",
            "{\"money\":100.00,\"rate\":1e2,\"small\":-0.0,\"long\":12345678901234567890.12345678901234567890}",
            "{\"slash\":\"a\\/b\",\"escaped\":\"\\u00e9\\u20ac\",\"plain\":\"é€\",\"emoji\":\"😀\",\"pair\":\"\\ud83d\\ude00\"}",
            "{\"nested\":{\"list\":[true,false,null,\"\",{}]},\"\":\"no name\"}",
            "{\"sub\":\"root\",\"isAnonymous\":true,\"exp\":1}",
            "{\"html\":\"<b>&amp;</b>\",\"quote\":\"\\\"\",\"plus\":\"1+1=2%20\"}");

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void carriesWhatAJsonRequestSet(String object) {
        assertCarriesBoth(
                HttpCall.post("/api/users/sts")
                        .json("{\"identity\":\"jane\",\"privateClaims\":" + object + ",\"secureCustomData\":" + object
                                + '}'),
                object);
    }

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void carriesWhatAFormSet(String object) {
        String encoded = URLEncoder.encode(object, StandardCharsets.UTF_8);
        assertCarriesBoth(
                HttpCall.post("/api/users/sts")
                        .form("identity=jane&privateClaims=" + encoded + "&secureCustomData=" + encoded),
                object);
    }

    @ParameterizedTest
    @FieldSource("OBJECTS")
    void carriesWhatTheConfigurationFixed(String object) {
        String clientId = "cs-fixed" + OBJECTS.indexOf(object);
        assertCarriesBoth(
                HttpCall.post("/api/users/sts").json("{\"identity\":\"jane\",\"clientId\":\"" + clientId + "\"}"),
                object);
    }

    private static Map<String, String> clients() {
        Map<String, String> properties = TestClientApps.one();
        properties.put("sts.default-client", "travel");
        TestEncryption.encrypt(properties, "travel");
        properties.put("sts.clients.travel.allowed-claims", "privateClaims, secureCustomData");
        for (int i = 0; i < OBJECTS.size(); i++) {
            String client = "fixed" + i;
            TestClientApps.rs(properties, client, "RS256");
            TestEncryption.encrypt(properties, client);
            properties.put("sts.clients." + client + ".private-claims", OBJECTS.get(i));
            properties.put("sts.clients." + client + ".secure-custom-data", OBJECTS.get(i));
        }
        return properties;
    }

    private static void assertCarriesBoth(HttpCall call, String object) {
        EncryptedToken opened = EncryptedToken.open(
                TestService.with(clients()).send(call).jwt(),
                "RSA-OAEP",
                "A128CBC-HS256",
                TestEncryption.koresKey().getPrivate());
        String claims =
                new String(Base64.getUrlDecoder().decode(opened.content().split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(claims).endsWith(",\"privateClaims\":" + object + ",\"secureCustomData\":" + object + '}');
    }
}

import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.api.TokensApi;
import org.openapitools.client.model.Identity;
import org.openapitools.client.model.TokenRequest;
import org.openapitools.client.model.TokenRequestIsAnonymous;

/** Prints a token that the generated client of openapi-generator's java, library native, got from the address given to it. */
public final class MintToken {
    public static void main(String[] arguments) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        TokenRequest request = new TokenRequest()
                .clientId("cs-club")
                .identity(new Identity("jane@example.com"))
                .isAnonymous(new TokenRequestIsAnonymous(false))
                .privateClaims(Map.of("tier", "gold"));
        System.out.println(new TokensApi(client).mintToken(request).getJwt());
    }
}

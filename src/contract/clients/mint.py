"""Prints a token that the generated client of openapi-generator's python got from the address given to it."""

import sys

from openapi_client import ApiClient, Configuration, Identity, TokenRequest, TokenRequestIsAnonymous, TokensApi

request = TokenRequest(
    client_id="cs-club",
    identity=Identity("jane@example.com"),
    is_anonymous=TokenRequestIsAnonymous(False),
    private_claims={"tier": "gold"},
)
print(TokensApi(ApiClient(Configuration(host=sys.argv[1]))).mint_token(request).jwt)

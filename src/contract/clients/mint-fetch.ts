// Prints a token that the generated client of openapi-generator's typescript-fetch got from the address given to it.
import { Configuration, TokensApi } from './typescript-fetch/index.js';

declare const process: { argv: string[] };

const tokens = new TokensApi(new Configuration({ basePath: process.argv[2] }));
const { jwt } = await tokens.mintToken({
  tokenRequest: { clientId: 'cs-club', identity: 'jane@example.com', isAnonymous: false, privateClaims: { tier: 'gold' } },
});
console.log(jwt);

// Prints the table of token sizes in docs/api.md: node src/e2e/token-sizes.js
import { clientsOf, combinations, newKoreKey } from './lib/jwe.js';
import { startService } from './lib/service.js';
import { sizes } from './lib/token-sizes.js';

const all = combinations();
const { clients } = clientsOf(all, newKoreKey().publicJwk);
const service = await startService('token-sizes', { sts: { caller: { mode: 'open' }, clients } });
try {
  console.log(await sizes(service, all));
} finally {
  await service.stop();
}

// Prints the tables of token sizes in docs/api.md: node src/e2e/token-sizes.js
import { clientsOf, combinations, newKoreKey } from './lib/jwe.js';
import { startService } from './lib/service.js';
import { sizesByCombination, sizesByCustomData } from './lib/token-sizes.js';

const all = combinations();
const { clients } = clientsOf(all, newKoreKey().publicJwk);
const service = await startService('token-sizes', { sts: { caller: { mode: 'open' }, clients } });
try {
  console.log(`${await sizesByCombination(service, all)}\n\n${await sizesByCustomData(service, all)}`);
} finally {
  await service.stop();
}

// Behind a real Caddy with the configuration of deploy/caddy.
import { behindGateway, startSessions } from './lib/behind-gateway.js';
import { CaddyGateway } from './lib/gateway.js';

// Caddy 2.6 answers 503 to a few requests while an instance restarts: docs/gateways.md says so.
behindGateway('Caddy', CaddyGateway, { signOn: startSessions, repeats: false, restarts: false });

// Behind a real Caddy with the configuration of deploy/caddy.
import { behindGateway, startSessions } from './lib/behind-gateway.js';
import { CaddyGateway } from './lib/gateway.js';

behindGateway('Caddy', CaddyGateway, { signOn: startSessions, repeats: false });

// Behind a real Apache httpd with mod_auth_openidc and the configuration of deploy/apache, with bearer tokens; keycloak.test.js
// has its sessions.
import { behindGateway, startTokens } from './lib/behind-gateway.js';
import { ApacheGateway } from './lib/gateway.js';

behindGateway('Apache', ApacheGateway, { signOn: startTokens, repeats: false });

// Behind a real oauth2-proxy alone, with the configuration of deploy/oauth2-proxy; keycloak.test.js has it before nginx.
import { behindGateway, startCodes } from './lib/behind-gateway.js';
import { Oauth2ProxyGateway } from './lib/gateway.js';

behindGateway('oauth2-proxy alone', Oauth2ProxyGateway, { signOn: startCodes, answers: true, single: true, requestId: false });

// Starting and ending a server on a free port of the loopback interface.
import { randomInt } from 'node:crypto';
import net from 'node:net';

/** Below those that Linux hands out by itself (ip_local_port_range begins at 32768). */
const PORTS = [20_000, 30_000];

/** @returns {Promise<number>} the port */
export async function listen(server) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server.address().port;
}

/**
 * Ports for a server that has to be told where to listen. Nobody gets one by accident before that, or while it is restarted:
 * the system hands out others.
 *
 * @returns {Promise<number[]>}
 */
export async function freePorts(count) {
  const ports = new Set();
  while (ports.size < count) {
    const port = randomInt(...PORTS);
    if (await isFree(port)) {
      ports.add(port);
    }
  }
  return [...ports];
}

async function isFree(port) {
  const server = net.createServer();
  try {
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    await close(server);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when the port is free again; connections that are still open are cut. */
export async function close(server) {
  server.closeAllConnections?.();
  await new Promise((resolve) => server.close(resolve));
}

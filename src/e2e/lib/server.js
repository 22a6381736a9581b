// Starting and ending a server on a free port of the loopback interface.

/** @returns {Promise<number>} the port */
export async function listen(server) {
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server.address().port;
}

/** Resolves when the port is free again; connections that are still open are cut. */
export async function close(server) {
  server.closeAllConnections?.();
  await new Promise((resolve) => server.close(resolve));
}

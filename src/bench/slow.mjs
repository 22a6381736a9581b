// Callers who send the beginning of a request and never its end, each anew when the service has given it up; until killed.
//
//   node src/bench/slow.mjs PORT CALLERS
import { connect } from 'node:net';

const [port, callers] = process.argv.slice(2).map(Number);

function call() {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.on('data', () => {});
  socket.on('close', () => setTimeout(call, 10));
  socket.write('POST /api/users/sts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{"ide');
}

for (let i = 0; i < callers; i++) {
  call();
}

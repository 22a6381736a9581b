// Asks the service on port 7000 for tokens, by several connections at a time; fails where one is not given.
//
//   node tokens.js CONNECTIONS TOKENS CLIENT_ID…
const http = require('http')

const [connections, tokens, ...clients] = process.argv.slice(2)
const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connections) })

function token (number) {
  const body = JSON.stringify({ clientId: clients[number % clients.length], identity: `user-${number}@example.com` })
  const options = { agent, host: '127.0.0.1', port: 7000, path: '/api/users/sts', method: 'POST', timeout: 10000 }
  return new Promise((resolve, reject) => {
    const request = http.request(options, response => {
      let text = ''
      response.on('data', chunk => { text += chunk })
      response.on('end', () => /^\{"jwt":"[\w.-]+"\}$/.test(text) ? resolve() : reject(new Error(`${response.statusCode} ${text}`)))
    })
    request.on('timeout', () => request.destroy(new Error('no answer in 10 s')))
    request.on('error', reject)
    request.setHeader('Content-Type', 'application/json')
    request.end(body)
  })
}

async function caller (first) {
  for (let number = first; number < tokens; number += Number(connections)) {
    await token(number)
  }
}

Promise.all(Array.from({ length: Number(connections) }, (_, first) => caller(first)))
  .then(() => agent.destroy())
  .catch(problem => {
    console.error(problem.message)
    process.exit(1)
  })

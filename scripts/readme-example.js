// Runs the example of a README, so that a test can prove that it works.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const sourceImports = new URL('./source-imports.js', import.meta.url).href

export function exampleOf(readme) {
  return firstBlock(readme).code
}

export async function runExample(readme, { env, args, input, timeout = 20_000 } = {}) {
  const example = await launch(readme, { env, args, input })
  const timer = setTimeout(() => example.child.kill('SIGKILL'), timeout)
  const result = await example.ended
  clearTimeout(timer)
  if (result.signal === 'SIGKILL') throw failure(readme, `did not end within ${timeout} ms`, result)
  return result
}

export async function startExample(readme, { line, port, path, env, args, input, timeout = 20_000 } = {}) {
  const example = await launch(readme, { env, args, input })
  const deadline = Date.now() + timeout
  const stop = () => stopExample(example)
  try {
    const match = line === undefined ? null : await lineIn(example, line, deadline)
    if (port !== undefined) await listening(example, { port, host: '127.0.0.1' }, deadline)
    if (path !== undefined) await listening(example, { path: resolve(example.folder, path) }, deadline)
    return { folder: example.folder, match, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    throw failure(readme, error.message, await stop())
  }
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

function firstBlock(readme) {
  const path = fileURLToPath(readme)
  const block = /^```(js|ts)\b[^\n]*\n(.*?)^```$/ms.exec(readFileSync(path, 'utf8'))
  if (!block) throw new Error(`${path} has no \`\`\`js or \`\`\`ts block`)
  return { language: block[1], code: block[2] }
}

// The example runs in a folder of its own inside the package, so that its imports resolve as the package's do and what it writes goes away with it.
async function launch(readme, { env, args = [], input }) {
  const { language, code } = firstBlock(readme)
  const folder = await mkdtemp(join(fileURLToPath(new URL('.', readme)), '.example-'))
  const file = join(folder, `example.${language}`)
  await writeFile(file, code)
  const child = spawn(process.execPath, [`--import=${sourceImports}`, file, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) child[name].setEncoding('utf8').on('data', (text) => (output[name] += text))
  // An example may leave its input unread; its exit code tells whether that was a mistake.
  child.stdin?.on('error', () => {}).end(input)
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(child, 'close').then(async ([exitCode, signal]) => {
    process.off('exit', kill)
    await rm(folder, { recursive: true, force: true })
    return { ...output, exitCode, signal }
  })
  return { child, folder, output, ended }
}

async function stopExample({ child, ended }) {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000)
  const result = await ended
  clearTimeout(timer)
  return result
}

async function lineIn(example, line, deadline) {
  const matching = (text) => (typeof line === 'string' ? text.includes(line) && [line] : line.exec(text))
  return await poll(example, deadline, `print ${line}`, () => {
    const lines = `${example.output.stdout}\n${example.output.stderr}`.split('\n')
    return lines.map(matching).find(Boolean)
  })
}

async function listening(example, address, deadline) {
  await poll(example, deadline, `listen on ${address.path ?? address.port}`, () => accepts(address))
}

async function poll({ child }, deadline, expectation, found) {
  while (Date.now() < deadline) {
    const result = await found()
    if (result) return result
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended and did not ${expectation}`)
    await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error(`did not ${expectation} in time`)
}

async function accepts(address) {
  const socket = connect(address)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false // not listening yet: the caller asks again
  } finally {
    socket.destroy()
  }
}

function failure(readme, message, { stdout, stderr, exitCode, signal }) {
  return new Error(`the example of ${readme} ${message} (exit ${exitCode ?? signal})\n${stdout}${stderr}`)
}

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './child.js'
import { root } from './root.js'

const stamp = join(root, 'node_modules', '.installed-for')
const networkFault = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|error sending request)\b/

// npm waits for minutes by default before it says that there is no network.
const env = { npm_config_fetch_retries: '2', npm_config_fetch_retry_mintimeout: '1000', npm_config_fetch_retry_maxtimeout: '5000' }

/** Installs when the manifests or the lockfile are not those installed for last time; resolves to an exit code. */
export async function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs()) return 0
  console.error('gangway: installing what the repository needs; the first time this takes a minute')
  const [command, ...parameters] = pnpmInstall()
  const { exitCode, output } = await runQuietly(command, parameters, { env })
  if (exitCode === 0) writeFileSync(stamp, inputs())
  else console.error(explanation(output))
  return exitCode
}

function pnpmInstall() {
  if (existsSync(join(root, 'node_modules', '.bin', 'pnpm'))) return ['pnpm', 'install']
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return ['npm', 'exec', '--yes', `--package=${packageManager}`, '--', 'pnpm', 'install']
}

function explanation(output) {
  const fault = networkFault.exec(output)
  if (fault) return `gangway: cannot install, the npm registry cannot be reached (${fault[0]}); is there a network?`
  return `${output}\ngangway: the installation failed, see above`
}

// A digest of every file that says what to install; times would miss a package that went away.
function inputs() {
  const digest = createHash('sha256')
  for (const path of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests()])
    digest.update(`${path}\0`).update(readFileSync(join(root, path)))
  return digest.digest('hex')
}

function manifests() {
  const parents = ['packages', 'apps'].filter((parent) => existsSync(join(root, parent)))
  const folders = parents.flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(parent, name)))
  return ['.', 'test', ...folders].map((folder) => join(folder, 'package.json')).filter((path) => existsSync(join(root, path)))
}

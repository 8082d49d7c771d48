import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
import { tarEntries } from './tar.ts'

interface Manifest {
  name: string
  version: string
}

/** A package registry on loopback that has the packages of some tarballs, and asks another registry for all others. */
export interface Registry extends AsyncDisposable {
  readonly origin: string
}

/** Serves each tarball in a folder as the one version of its package. */
export async function startRegistry(folder: string, upstream: string): Promise<Registry> {
  const packages = new Map(readdirSync(folder).map((file) => packageIn(join(folder, file))))
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('real-servers: the registry has no port')
  const origin = `http://127.0.0.1:${address.port}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', origin)
    const name = decodeURIComponent(pathname.slice(1))
    const tarball = name.startsWith('-/') ? join(folder, name.slice(2).replaceAll('/', '')) : undefined
    if (tarball) return pipeline(createReadStream(tarball), response)
    const found = packages.get(name)
    if (found) return void response.setHeader('content-type', 'application/json').end(JSON.stringify(document(found)))
    const { accept = '*/*' } = request.headers
    const other = await fetch(new URL(pathname.slice(1), upstream), { headers: { accept } })
    response.writeHead(other.status, { 'content-type': other.headers.get('content-type') ?? 'application/json' })
    if (other.body === null) return void response.end()
    return pipeline(Readable.fromWeb(other.body), response)
  }

  function document({ manifest, file, integrity, shasum }: Packed): object {
    const { name, version } = manifest
    const dist = { tarball: `${origin}/-/${file}`, integrity, shasum }
    return {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, dist } },
      time: { [version]: new Date(0).toISOString() },
    }
  }

  return {
    origin,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

interface Packed {
  manifest: Manifest
  file: string
  integrity: string
  shasum: string
}

function packageIn(path: string): [string, Packed] {
  const bytes = readFileSync(path)
  // Packed by our own package manager a moment ago.
  const manifest = JSON.parse(tarEntries(gunzipSync(bytes)).get('package/package.json')?.toString() ?? '') as Manifest
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
  const shasum = createHash('sha1').update(bytes).digest('hex')
  return [manifest.name, { manifest, file: path.slice(path.lastIndexOf('/') + 1), integrity, shasum }]
}

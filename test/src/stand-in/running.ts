import { rmSync } from 'node:fs'
import { temporaryFolder } from '../temporary-folder.ts'
import type { WebServer } from '../web-server.ts'
import type { Started } from './passes-requests.ts'

/** What writes a stand-in program into a new folder, and starts a web server that runs it. */
export function running(write: (folder: string) => string, start: (program: string) => Promise<WebServer>): () => Promise<Started> {
  return async () => {
    const folder = temporaryFolder()
    const remove = (): void => rmSync(folder, { recursive: true, force: true })
    try {
      const server = await start(write(folder))
      return { server, stop: () => server.stop().then(remove) }
    } catch (error) {
      remove()
      throw error
    }
  }
}

import { runExample } from '../../../scripts/readme-example.js'
import { startRedis } from '../../../test/src/redis.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'

requireBinaries('redis-server')('the example of the README', () => {
  it('lists where a user is signed in', async () => {
    const server = await startRedis()
    const { stdout, stderr } = await runExample(new URL('../README.md', import.meta.url), { env: { REDIS_SOCKET: server.path } })
    await server.stop()
    expect(stderr).toBe('')
    expect(stdout).toBe('ann is signed in on her phone\n')
  })
})

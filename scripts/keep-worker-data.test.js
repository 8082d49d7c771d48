import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const data = { type: 'jest-light-runner-worker-data', workerData: 7 }
const shim = new URL('keep-worker-data.js', import.meta.url).href

// A worker as the runner has it: it listens and asks when its first task comes.
const worker = `process.on('message', (task) => {
  if (task !== 'task') return
  process.on('message', ({ workerData }) => {
    process.send({ workerData })
    process.disconnect()
  })
  process.send('jest-light-runner-get-worker-data')
})
process.send('ready')`

// A program that listens when it is ready, and is sent a message before.
const slow = `await new Promise((resolve) => setTimeout(resolve, 100))
process.once('message', (message) => process.send({ got: message }))`

describe('a worker of the test runner', () => {
  let folder
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'worker-data-'))
    await mkdir(join(folder, 'tinypool'))
    await writeFile(join(folder, 'tinypool', 'worker.mjs'), worker)
    await writeFile(join(folder, 'slow.mjs'), slow)
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function started() {
    const child = fork(join(folder, 'tinypool', 'worker.mjs'), { execArgv: [`--import=${shim}`] })
    await once(child, 'message')
    return child
  }

  it('gets its data when it asks', async () => {
    const child = await started()
    child.send('task')
    expect(await once(child, 'message')).toEqual(['jest-light-runner-get-worker-data', undefined])
    child.send(data)
    expect(await once(child, 'message')).toEqual([{ workerData: 7 }, undefined])
    await once(child, 'exit')
  })

  it('gets its data when they were sent before its task', async () => {
    const child = await started()
    child.send(data)
    child.send('task')
    expect(await once(child, 'message')).toEqual([{ workerData: 7 }, undefined])
    await once(child, 'exit')
  })

  it('leaves the messages of a process that it forks to that one', async () => {
    const child = fork(join(folder, 'slow.mjs'), { execArgv: [`--import=${shim}`] })
    child.send('early')
    expect(await once(child, 'message')).toEqual([{ got: 'early' }, undefined])
    await once(child, 'exit')
  })
})

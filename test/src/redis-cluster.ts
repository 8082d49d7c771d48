import { setTimeout as sleep } from 'node:timers/promises'
import { execFileSync } from 'node:child_process'
import { binary } from './binary.ts'
import { freePort } from './free-port.ts'
import { startProcess, type RunningProcess } from './process.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A Redis Cluster of a test's own. */
export interface RedisCluster {
  /** The TCP ports of its nodes on 127.0.0.1. */
  readonly ports: readonly number[]
  stop(): Promise<void>
}

interface Node extends RunningProcess {
  readonly port: number
  readonly busPort: number
}

const host = '127.0.0.1'
const slots = 16_384
const formMilliseconds = 20_000

/** Starts three nodes that share the slots of a cluster, with nothing kept on disk. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes: Node[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.stop()))
  }
  try {
    for (let index = 0; index < 3; index++) nodes.push(await startNode())
    const share = Math.ceil(slots / nodes.length)
    for (const [index, { port }] of nodes.entries())
      ask(port, 'CLUSTER', 'ADDSLOTSRANGE', index * share, Math.min(slots, (index + 1) * share) - 1)
    const [first] = nodes
    for (const { port, busPort } of nodes.slice(1)) if (first) ask(first.port, 'CLUSTER', 'MEET', host, port, busPort)
    await formed(nodes.map(({ port }) => port))
  } catch (error) {
    await stop()
    throw error
  }
  return { ports: nodes.map(({ port }) => port), stop }
}

async function startNode(): Promise<Node> {
  const folder = temporaryFolder()
  const [port, busPort] = [await freePort(), await freePort()]
  const cluster = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort), '--cluster-config-file', `${folder}/nodes.conf`]
  const options = ['--bind', host, '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no']
  const running = await startProcess([binary('redis-server'), ...options, ...cluster], folder, { host, port })
  return { ...running, port, busPort }
}

// Each node must know of all slots, or it sends clients away.
async function formed(ports: readonly number[]): Promise<void> {
  const deadline = performance.now() + formMilliseconds
  while (!ports.every((port) => /cluster_state:ok[^]*cluster_known_nodes:3/.test(ask(port, 'CLUSTER', 'INFO')))) {
    if (performance.now() > deadline) throw new Error(`real-servers: the Redis Cluster did not form in ${formMilliseconds} ms`)
    await sleep(100)
  }
}

function ask(port: number, ...words: (string | number)[]): string {
  const answer = execFileSync(binary('redis-cli'), ['-h', host, '-p', String(port), ...words.map(String)], { encoding: 'utf8' })
  if (/^(?:\(error\) )?ERR/.test(answer)) throw new Error(`real-servers: redis-cli ${words.join(' ')}: ${answer}`)
  return answer
}

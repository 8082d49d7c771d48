import type { Context } from '@gangway/gateway'

type Asked = Pick<Context, 'client' | 'headers'>

const forwarding = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|cf-connecting-ip|true-client-ip)$/

/**
 * Whether a client is the developer at the same machine: a loopback peer that asks by a local name. A name of somebody's that leads here
 * (DNS rebinding) is none, and what came through a proxy was asked by somebody else.
 */
export function maySee({ client, headers }: Asked, hosts: readonly string[]): boolean {
  return isLoopback(client.address) && isLocalName(headers.get('host'), hosts) && ![...headers.keys()].some((name) => forwarding.test(name))
}

function isLoopback(address: string): boolean {
  return /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address) || address === '::1'
}

function isLocalName(host: string | null, hosts: readonly string[]): boolean {
  const name = host?.toLowerCase().replace(/:\d*$/, '')
  return name !== undefined && hosts.some((each) => name === each || (each.startsWith('.') && name.endsWith(each)))
}

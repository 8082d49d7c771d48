import type { GatewayInfo } from '@gangway/gateway'

/** An HTTP version as applications see it. */
export type HttpVersion = '1.0' | '1.1' | '2'

const shared = {
  protocol: 'http',
  software: '',
  multiprocess: false,
  runOnce: false,
  variables: Object.freeze(Object.create(null)),
} as const

const infos: Readonly<Record<HttpVersion, GatewayInfo>> = {
  '1.0': { ...shared, version: '1.0' },
  '1.1': { ...shared, version: '1.1' },
  '2': { ...shared, version: '2' },
}

export function gatewayInfoOf(version: HttpVersion): GatewayInfo {
  return infos[version]
}

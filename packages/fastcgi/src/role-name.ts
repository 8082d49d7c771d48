import type { GatewayInfo } from '@gangway/gateway'
import { role } from '@gangway/wire'

/** What the application is asked to be (FastCGI §6). */
export type RoleName = NonNullable<GatewayInfo['role']>

/** The name of a role's number, or undefined for one that no role has. */
export function roleNameOf(number: number): RoleName | undefined {
  if (number === role.responder) return 'responder'
  if (number === role.authorizer) return 'authorizer'
  return number === role.filter ? 'filter' : undefined
}

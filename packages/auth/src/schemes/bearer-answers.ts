import type { Context } from '@gangway/gateway'
import type { Challenge } from '../challenge.ts'
import { isToken68 } from '../credentials.ts'
import { checkRealm } from '../realm.ts'
import type { Refused } from '../scheme.ts'

/** What schemes with bearer tokens say of themselves. */
export interface BearerChallengeOptions {
  /** What the tokens are for, in ASCII. Default: none. */
  realm?: string
  /** The scopes that are asked for, to be named in the challenge. Default: none. */
  scope?: string
  /** Where this resource's metadata is (RFC 9728). Default: none. */
  resourceMetadata?: string
}

/** The challenge: without an error for who sent nothing (RFC 6750 §3.1). */
export function bearerChallenge(options: BearerChallengeOptions): (context: Context, refused: Refused | null) => readonly Challenge[] {
  const { realm, scope, resourceMetadata } = options
  for (const text of [realm, scope, resourceMetadata]) if (text !== undefined) checkRealm(text)
  return (_, refused) => {
    const parameters = { realm, scope, ...refused?.parameters, resource_metadata: resourceMetadata }
    return [{ scheme: 'Bearer', parameters }]
  }
}

/** What is wrong with the request, whatever the token is worth: 400 (RFC 6750 §3.1). */
export function checkBearer(token: string, { query }: Context): Refused | undefined {
  if (!isToken68(token)) return malformed('The access token is malformed')
  if (/(?:^|&)access_token=/.test(query)) return malformed('There is more than one access token')
  return undefined
}

function malformed(description: string): Refused {
  return { user: null, status: 400, parameters: { error: 'invalid_request', error_description: description } }
}

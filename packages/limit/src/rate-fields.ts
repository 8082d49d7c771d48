// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/10/
import type { MutableHeaders } from '@gangway/gateway'
import type { Counter, Taken } from './counter.ts'

/** Fields that tell a client what it may ask for, and when. */
export interface RateFields {
  readonly 'ratelimit-policy': string
  readonly ratelimit: string
}

/** The fields of a policy by its name. */
export function rateFields(name: string, { limit, window }: Pick<Counter, 'limit' | 'window'>, { remaining, wait }: Taken): RateFields {
  return { 'ratelimit-policy': `"${name}";q=${limit};w=${window}`, ratelimit: `"${name}";r=${remaining};t=${seconds(wait)}` }
}

/** Adds them to those of other policies. */
export function addRateFields(headers: MutableHeaders, fields: RateFields): void {
  for (const [name, value] of Object.entries(fields)) headers.append(name, value)
}

/** Whole seconds after which something will have come, at least. */
export function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000 - 1e-9)
}

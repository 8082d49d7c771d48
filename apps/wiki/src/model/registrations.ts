import { storedAttempts } from './attempts.ts'
import type { Database } from './database.ts'

/** Accounts that are made from one address, until none was for an hour; from all together it is ten times as many. */
export const mostRegistrations = 30

const anHour = 3600

/** Notes that an account shall be made from an address: the seconds to wait when there were too many, else 0. */
export async function beginRegistration(database: Pick<Database, 'query'>, address: string): Promise<number> {
  const { begin } = storedAttempts(database)
  // In capitals, which no name has by which tries to log in are counted.
  return (
    (await begin(`REGISTRATION ${address}`, mostRegistrations, anHour)) || (await begin('REGISTRATION', mostRegistrations * 10, anHour))
  )
}

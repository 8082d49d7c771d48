import { concurrentSessionCases } from './concurrent-session-cases.ts'
import type { SessionCase } from './session-case.ts'
import { sessionCookieCases } from './session-cookie-cases.ts'
import { sessionDataCases } from './session-data-cases.ts'
import { sessionLifetimeCases } from './session-lifetime-cases.ts'

/** What sessions must do in every store, sealed in a cookie too. */
export const sessionCases: readonly SessionCase[] = [
  ...concurrentSessionCases,
  ...sessionCookieCases,
  ...sessionLifetimeCases,
  ...sessionDataCases,
]

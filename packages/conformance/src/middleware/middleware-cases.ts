import { callingCases } from './calling-cases.ts'
import type { MiddlewareCase } from './middleware-case.ts'
import { requestCases } from './request-cases.ts'
import { responseCases } from './response-cases.ts'
import { streamCases } from './stream-cases.ts'

/** What breaks middleware, each by a name. */
export const middlewareCases: readonly MiddlewareCase[] = [...responseCases, ...streamCases, ...requestCases, ...callingCases]

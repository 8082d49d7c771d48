export { conformance } from './conformance.ts'
export { runConformance, type ConformanceOptions, type Result, type Start, type Started } from './run-conformance.ts'
export { randomized, type RandomizedOptions } from './randomized.ts'
export { application } from './application.ts'
export { cases } from './cases.ts'
export type { Case, CaseApplication } from './case.ts'
export { capabilities, type Can, type Capability } from './capability.ts'
export { http1, type Connect, type Http1Options } from './http1.ts'
export { http2 } from './http2.ts'
export { cgi, type CgiOptions } from './cgi.ts'
export { fastcgi, type FastcgiOptions } from './fastcgi.ts'
export { viaFetch, type FetchOptions } from './via-fetch.ts'
export type { WebServerProfile } from './meta-variables.ts'
export { behind, type WebServers } from './web-servers.ts'
// For those who write drivers and cases.
export type { Connection, Driver, Expected, Sending } from './driver.ts'
export type { DriverOptions } from './driver-options.ts'
export type { BodyStep, Framing, PeerRequest, RequestHead } from './peer-request.ts'
export type { ExpectedContext } from './expected-context.ts'
export type { ExpectedResponse } from './expected-response.ts'
export type { Field } from './field.ts'
export type { Peer } from './peer.ts'
export { Receiver, type ObservedResponse } from './receiver.ts'
export type { Segment } from './segments.ts'
export type { Speaker } from './speaker.ts'
// Stores for sessions.
export { sessionStoreCases, sessionStoreConformance, type SessionStoreOptions, type StartedStore } from './session-store.ts'
export { sessionCases } from './session-cases.ts'
export type { SessionCase } from './session-case.ts'
export type { SessionStoreCase } from './session-store-case.ts'
export type { StoreElsewhere } from './session-processes.ts'
// Middleware.
export {
  middlewareContract,
  runMiddlewareContract,
  type MiddlewareContractOptions,
  type MiddlewareResult,
  type TestFunctions,
} from './middleware/middleware-contract.ts'
export { middlewareCases } from './middleware/middleware-cases.ts'
export type { MiddlewareCase } from './middleware/middleware-case.ts'

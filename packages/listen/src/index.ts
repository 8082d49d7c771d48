export {
  formatAddress,
  isWildcard,
  parseListen,
  type Address,
  type FdListen,
  type Listen,
  type ListenAt,
  type TcpListen,
  type UnixListen,
} from './address.ts'
export { bind } from './bind.ts'
export { isListeningSocket } from './listening-socket.ts'
export { allowOnly, type AllowTest } from './allow.ts'
export { serverOver, type Closing, type Server } from './server.ts'
export type { Limits, ServeOptions, Timeouts } from './options.ts'

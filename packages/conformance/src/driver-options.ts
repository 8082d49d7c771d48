import type { Can } from './capability.ts'
import type { Expected } from './driver.ts'

/** What one may say of the way between a driver and the application. */
export interface DriverOptions {
  /** Default: that of the protocol. */
  name?: string
  /** What is lost on the way, such as through a web server in front. Default: all that the driver can. */
  can?: Can
  /** What an application sees at its end of the way, where that is not what the driver sends. */
  expected?: Partial<Expected>
}

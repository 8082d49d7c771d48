import type { Case } from './case.ts'
import { abort } from './cases/abort.ts'
import { bodiless } from './cases/bodiless.ts'
import { connections } from './cases/connections.ts'
import { errors } from './cases/errors.ts'
import { files } from './cases/files.ts'
import { interimAndTrailers } from './cases/interim-and-trailers.ts'
import { methods } from './cases/methods.ts'
import { requestBodies } from './cases/request-bodies.ts'
import { requestFields } from './cases/request-fields.ts'
import { responseBodies } from './cases/response-bodies.ts'
import { responseHeads } from './cases/response-heads.ts'
import { streaming } from './cases/streaming.ts'
import { targets } from './cases/targets.ts'

/** All cases, in the order in which they are run. */
export const cases: readonly Case[] = [
  ...methods,
  ...targets,
  ...requestFields,
  ...requestBodies,
  ...responseHeads,
  ...responseBodies,
  ...bodiless,
  ...streaming,
  ...interimAndTrailers,
  ...abort,
  ...errors,
  ...files,
  ...connections,
]

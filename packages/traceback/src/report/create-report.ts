import type { Context } from '@gangway/gateway'
import type { Capture } from '../locals/capture.ts'
import { redactorFor } from '../redaction/redactor-for.ts'
import { Allowance } from '../values/limits.ts'
import { errorTree } from './error-tree.ts'
import { readFrames, type FrameReader } from './frames.ts'
import { redactError } from './redact-report.ts'
import type { Report } from './report.ts'
import { requestReport } from './request-report.ts'
import { runtimeReport } from './runtime-report.ts'

/** An error that happened, with what is to be told of it. */
export interface Occurrence {
  readonly thrown: unknown
  readonly id: string
  readonly signature: string
  readonly time: string
  readonly status: number | undefined
  readonly context: Context | undefined
  readonly repeated: number
  readonly notes: readonly string[]
  /** The variables when something was thrown, where they were captured. */
  captureOf(thrown: unknown): Capture | undefined
}

/** Everything that is known of an error, as plain data without secrets. Reads sources; runs no code of the application's. */
export function createReport(occurrence: Occurrence, reader: FrameReader, redact: RegExp | undefined): Report {
  const { thrown, id, signature, time, status, context, repeated, notes, captureOf } = occurrence
  const redactor = redactorFor(context, redact)
  const error = errorTree(thrown, {
    allowance: new Allowance(),
    framesOf: (each, stack) => readFrames(stack, captureOf(each), reader),
  })
  return {
    id,
    signature,
    time,
    status,
    error: redactError(error, redactor),
    request: context && requestReport(context, redactor),
    runtime: runtimeReport(),
    repeated,
    notes,
  }
}

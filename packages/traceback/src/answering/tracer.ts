import type { Context } from '@gangway/gateway'
import type { AdaptiveArming } from '../locals/adaptive.ts'
import type { Capture } from '../locals/capture.ts'
import { watch, type Visit } from '../locals/watch.ts'
import { redactorFor } from '../redaction/redactor-for.ts'
import { createReport } from '../report/create-report.ts'
import type { FrameReader } from '../report/frames.ts'
import { isErrorLike, rawError } from '../report/raw-error.ts'
import type { Report } from '../report/report.ts'
import { signatureOf } from '../report/signature.ts'
import type { Settings } from '../settings.ts'
import { SourceFiles } from '../source/source-files.ts'
import { SourceMaps } from '../source/source-map.ts'
import { plain } from '../rendering/paint.ts'
import { textReport } from '../rendering/text-report.ts'
import { visibleLine } from '../rendering/visible.ts'
import { Admission } from './admission.ts'
import { randomText } from './error-id.ts'
import { failureOf, isLeaving } from './failure.ts'
import { Keeper } from './keeper.ts'
import { maySee } from './may-see.ts'
import { brokenPage, plainAnswer, reportAnswer, shortAnswer } from './answers.ts'

/** Where an error came from. */
export interface Origin {
  readonly context: Context
  readonly visit: Visit | undefined
}

/** Makes reports of errors, keeps them, and answers the client. */
export class Tracer {
  readonly #settings: Settings
  readonly #adaptive: AdaptiveArming | undefined
  readonly #reader: FrameReader
  readonly #admission = new Admission()
  readonly #keeper: Keeper

  constructor(settings: Settings, adaptive?: AdaptiveArming) {
    this.#settings = settings
    this.#adaptive = adaptive
    const files = new SourceFiles(settings.root)
    this.#reader = { files, maps: new SourceMaps(files), context: settings.context }
    this.#keeper = new Keeper(settings)
  }

  /**
   * The answer to an error.
   * @throws what the application threw, when it only says that the client has left.
   */
  answer(error: unknown, { context, visit }: Origin): Response {
    if (isLeaving(error, context.signal)) throw error
    const id = randomText(10)
    const failure = failureOf(error, id)
    if (failure.status >= 500) {
      const isSeen = this.#settings.display && maySee(context, this.#settings.hosts)
      const report = this.#record(error, { id, status: failure.status, context, visit, isSeen })
      const answer = report && this.#tried(context, () => reportAnswer(report, failure, { context, settings: this.#settings }))
      if (answer) return answer
    } else if (failure.message === undefined)
      context.log(`${context.method} ${context.path} answered ${failure.status}: ${this.#summary(error, context)}`)
    return this.#tried(context, () => shortAnswer(failure, { context, settings: this.#settings })) ?? plainAnswer(failure)
  }

  /** Tells of an error that breaks off a response that has begun, and gives what a developer is shown at its end. */
  broken(error: unknown, { context, visit, response }: Origin & { response: Response }): string | undefined {
    if (isLeaving(error, context.signal)) return undefined
    const isSeen = this.#settings.display && maySee(context, this.#settings.hosts)
    const report = this.#record(error, { id: randomText(10), status: undefined, context, visit, isSeen })
    return report && this.#tried(context, () => brokenPage(report, response, { context, settings: this.#settings }))
  }

  /** A report of an error that nobody caught. */
  report(error: unknown, context: Context | undefined): Report {
    return this.#report(error, {
      id: randomText(10),
      status: undefined,
      context,
      visit: undefined,
      signature: signature(error),
      repeated: 0,
    })
  }

  /** Hands a report to those who want it. */
  keep(report: Report, log: (line: string) => void): void {
    this.#keeper.keep(report, log)
  }

  // The report is made at once for a developer who waits for it; else after the response, so that nobody does.
  #record(error: unknown, event: Omit<Event, 'signature' | 'repeated'> & { context: Context; isSeen: boolean }): Report | undefined {
    const { context, isSeen, id, status } = event
    const kind = signature(error)
    const admitted = this.#admission.admits(kind, isSeen)
    const known = this.#captureOf(error, event.visit) !== undefined
    this.#adaptive?.noticed(kind, known)
    if (!admitted) {
      context.log(
        `${context.method} ${context.path} ${status === undefined ? 'broke off' : `answered ${status}`}, error id ${id}, signature ${kind}: ${this.#summary(error, context)}`,
      )
      return undefined
    }
    const make = (): Report | undefined =>
      this.#tried(context, () => {
        const report = this.#report(error, { ...event, signature: kind, repeated: admitted.repeated })
        context.log(textReport(report, plain).trimEnd())
        this.keep(report, (line) => context.log(line))
        return report
      })
    if (isSeen) return make()
    context.waitUntil(new Promise<void>((resolve) => setTimeout(() => resolve(void make()))))
    return undefined
  }

  #report(error: unknown, { id, status, context, visit, signature: kind, repeated }: Event): Report {
    const { locals } = this.#settings
    const why = locals === 'off' ? undefined : watch.why
    const occurrence = {
      thrown: error,
      id,
      signature: kind,
      time: new Date().toISOString(),
      status,
      context,
      repeated,
      notes: why === undefined ? [] : [`The values of variables are missing: ${why}.`],
      captureOf: (thrown: unknown) => this.#captureOf(thrown, visit),
    }
    return createReport(occurrence, this.#reader, this.#settings.redact)
  }

  #captureOf(thrown: unknown, visit: Visit | undefined): Capture | undefined {
    return this.#settings.locals === 'off' ? undefined : watch.captureOf(thrown, visit)
  }

  // A line, which has no more secrets than a report.
  #summary(error: unknown, context: Context): string {
    return redactorFor(context, this.#settings.redact).text(summary(error))
  }

  // An error in here must not hide the one that is told of.
  #tried<Result>(context: Context, run: () => Result): Result | undefined {
    try {
      return run()
    } catch (failure) {
      context.log(`traceback: ${summary(failure)}`)
      context.log(failure)
      return undefined
    }
  }
}

interface Event {
  readonly id: string
  readonly status: number | undefined
  readonly context: Context | undefined
  readonly visit: Visit | undefined
  readonly signature: string
  readonly repeated: number
}

function signature(error: unknown): string {
  return signatureOf(isErrorLike(error) ? rawError(error) : { name: typeof error, message: '', frames: [] })
}

function summary(error: unknown): string {
  if (!isErrorLike(error)) return typeof error
  const { name, message } = rawError(error)
  return visibleLine(`${name}: ${message.slice(0, 200)}`)
}

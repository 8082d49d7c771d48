import { reportAnswer, shortAnswer } from '../answering/answers.ts'
import { failureOf } from '../answering/failure.ts'
import { maySee } from '../answering/may-see.ts'
import { Tracer } from '../answering/tracer.ts'
import { renderReport } from '../rendering/render-report.ts'
import type { Settings } from '../settings.ts'
import { answerProgram, hasAnswered } from './answer-program.ts'
import { programContext } from './program-context.ts'

type Listener = (error: unknown, origin: string, answer?: Response) => void

/** Tells of an error that nobody caught, and ends the process unless somebody listens to such errors. */
export async function reportCrash(error: unknown, settings: Settings): Promise<void> {
  const { process } = globalThis
  const context = programContext()
  const tracer = new Tracer(settings)
  const report = tracer.report(error, context)
  const format = settings.format ?? (process.stderr.isTTY ? 'ansi' : 'text')
  process.stderr.write(renderReport(report, format === 'html' ? 'text' : format))
  tracer.keep(report, (line) => process.stderr.write(`${line}\n`))
  const failure = { ...failureOf(error, report.id), id: report.id }
  const isSeen = context && settings.display && maySee(context, settings.hosts)
  const answer = context && (isSeen ? reportAnswer(report, failure, { context, settings }) : shortAnswer(failure, { context, settings }))
  // Node's types know of two arguments; the third is for @gangway/cgi, which has the response in its hands.
  const listeners = process.listeners('uncaughtException') as Listener[]
  if (listeners.length > 0) {
    for (const listener of listeners) listener(error, 'uncaughtException', answer)
    return
  }
  const exitCode = answer && !hasAnswered() ? (answerProgram(answer, context), 0) : 1
  process.exit(exitCode)
}

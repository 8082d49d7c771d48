import { run } from './child.js'
import { Summary } from './summary.js'

/** Runs jest and ends with why tests were skipped, each reason once, and with the counts alone on the last line. */
export async function runTests(parameters) {
  const summary = new Summary((line) => process.stdout.write(`${line}\n`))
  const exitCode = await run('jest', parameters, { onStdout: (text) => summary.take(text) })
  summary.end()
  return exitCode
}

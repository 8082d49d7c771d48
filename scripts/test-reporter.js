import { relative } from 'node:path'

/** Jest's last words: which tests were skipped, and how many passed, failed and were skipped, alone on a line. */
export default class TestReporter {
  #folder
  #isSelection
  #error

  constructor({ rootDir, testNamePattern }) {
    this.#folder = rootDir
    this.#isSelection = Boolean(testNamePattern)
  }

  onRunComplete(_, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    if (results.numPassedTests + failed === 0) this.#error = new Error('no test ran')
    for (const line of this.#isSelection ? [] : this.#skippedTests(results)) console.log(line)
    console.log(`${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped`)
  }

  getLastError() {
    return this.#error
  }

  #skippedTests({ testResults }) {
    return testResults.flatMap((file) => {
      const skipped = file.testResults.filter((test) => test.status === 'pending')
      return skipped.map(
        (test) => `not run: ${relative(this.#folder, file.testFilePath)}: ${[...test.ancestorTitles, test.title].join(' > ')}`,
      )
    })
  }
}

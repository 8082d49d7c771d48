import type { InstallOptions } from './options.ts'
import { watch } from './locals/watch.ts'
import { installSettingsFrom, type Settings } from './settings.ts'

const patience = 5000

/**
 * Reports what nobody catches in this process, on standard error and wherever the options say, before it ends; the client of a CGI program gets a page. Listeners of
 * `uncaughtException` are called afterwards, and then it is theirs to end the process. Returns a function that undoes it.
 * @throws {TypeError} when an option is wrong.
 * @throws {Error} when somebody else has the callback of `process.setUncaughtExceptionCaptureCallback`.
 */
export function install(options: InstallOptions = {}): () => void {
  const settings = installSettingsFrom(options)
  const { process } = globalThis
  // Loaded now: a process that comes to its end may not be able to open files.
  const loading = import('./crash/crash.ts')
  loading.catch(ignoreUntilNeeded)
  process.setUncaughtExceptionCaptureCallback((error) => void crashed(error, loading, settings))
  if (settings.locals === 'on') watch.holdUncaught()
  return () => {
    process.setUncaughtExceptionCaptureCallback(null)
    if (settings.locals === 'on') watch.releaseUncaught()
  }
}

async function crashed(error: unknown, loading: Promise<typeof import('./crash/crash.ts')>, settings: Settings): Promise<void> {
  const { process } = globalThis
  const deadline = setTimeout(() => process.exit(1), patience)
  try {
    const { reportCrash } = await loading
    await reportCrash(error, settings)
  } catch (failure) {
    // Something must be said in any case, and nothing of it may fail.
    process.stderr.write(`traceback: ${String(failure instanceof Error ? failure.stack : '')}\n`)
    process.exit(1)
  } finally {
    clearTimeout(deadline)
  }
}

// The crash, if there is one, says what is wrong with it.
function ignoreUntilNeeded(): void {}

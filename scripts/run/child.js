import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from './root.js'

// npm passes the terminal's Ctrl-C on at once, a second time; only a later one is an impatient user's.
const impatience = 500
const patience = 2_000

let stoppedBy

/** Runs a command with the toolchain's programs first on PATH; resolves to its exit code, when nothing that it started is left. */
export async function run(command, parameters, { interactive = false, env, onStdout, onStderr } = {}) {
  if (stoppedBy) return exitCodeOf(stoppedBy)
  const child = spawn(command, parameters, {
    cwd: root,
    env: { ...toolchainEnvironment(), ...env },
    // In a group of its own the child gets each signal once, from us, and the group ends as a whole. A program that asks needs the terminal.
    detached: !interactive,
    stdio: [interactive ? 'inherit' : 'ignore', onStdout ? 'pipe' : 'inherit', onStderr ? 'pipe' : 'inherit'],
  })
  child.stdout?.setEncoding('utf8').on('data', onStdout)
  child.stderr?.setEncoding('utf8').on('data', onStderr)
  const kill = (signal) => (interactive ? child.kill(signal) : killGroup(child.pid, signal))
  const release = forwardSignals(kill)
  try {
    return await ended(child, kill)
  } catch (error) {
    const tell = onStderr ?? console.error
    tell(`gangway: ${error.message}`)
    return 1
  } finally {
    release()
  }
}

/** Runs a command in silence; resolves to its exit code and what it wrote. */
export async function runQuietly(command, parameters, { env } = {}) {
  let output = ''
  const keep = (text) => {
    output += text
  }
  const exitCode = await run(command, parameters, { env, onStdout: keep, onStderr: keep })
  return { exitCode, output }
}

function ended(child, kill) {
  return new Promise((resolve, reject) => {
    let timer
    child.on('error', reject)
    child.on('exit', () => {
      kill('SIGKILL')
      timer = setTimeout(() => closePipes(child), patience)
    })
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer)
      resolve(exitCode ?? exitCodeOf(signal))
    })
  })
}

// A program that left the group, as a daemon does, may still hold them.
function closePipes({ stdout, stderr }) {
  stdout?.destroy()
  stderr?.destroy()
}

function forwardSignals(kill) {
  let first
  const forward = (signal) => {
    stoppedBy = signal
    if (first === undefined) kill(signal)
    else if (performance.now() - first > impatience) kill('SIGKILL')
    first ??= performance.now()
  }
  const stopWatching = onOrphaned(() => forward('SIGTERM'))
  const killAll = () => kill('SIGKILL')
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  process.on('exit', killAll)
  return () => {
    stopWatching()
    for (const signal of signals) process.off(signal, forward)
    process.off('exit', killAll)
  }
}

// npm passes a signal on to the shell that it started us with, and that shell keeps it to itself.
function onOrphaned(callback) {
  const parent = process.ppid
  const check = () => {
    if (process.ppid === parent) return
    clearInterval(timer)
    callback()
  }
  const timer = setInterval(check, 200)
  if (process.env.npm_lifecycle_event === undefined) clearInterval(timer)
  return () => clearInterval(timer)
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error // all of them have ended already
  }
}

function exitCodeOf(signal) {
  return 128 + constants.signals[signal]
}

function toolchainEnvironment() {
  return {
    ...process.env,
    PATH: join(root, 'node_modules', '.bin') + delimiter + process.env.PATH,
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
  }
}

import { defaultRoot } from './default-root.ts'
import { nodeModule } from './node.ts'
import type { InstallOptions, TracebackOptions } from './options.ts'

type Checked = 'logdir' | 'logfiles' | 'context' | 'root' | 'display' | 'hosts' | 'locals'

/** The options, checked and with their defaults. */
export interface Settings extends Omit<TracebackOptions, Checked> {
  readonly logdir: string | undefined
  readonly logfiles: number
  readonly context: number
  readonly root: string | undefined
  readonly display: boolean
  readonly hosts: readonly string[]
  readonly locals: 'off' | 'on' | 'adaptive'
}

const localHosts = ['localhost', '.localhost', '127.0.0.1', '[::1]']

/**
 * The options of `traceback`, checked.
 * @throws {TypeError} when one is wrong.
 */
export function settingsFrom(options: TracebackOptions): Settings {
  const { display = false, context = 9, logfiles = 200, hosts = localHosts, locals = display ? 'on' : 'off', root, logdir } = options
  if (typeof display !== 'boolean') throw new TypeError('traceback: display is true or false')
  checkCount({ context, logfiles })
  checkChoice('locals', locals, ['off', 'on', 'adaptive'])
  if (options.format !== undefined) checkChoice('format', options.format, ['html', 'text', 'json', 'ansi'])
  if (options.redact !== undefined && !(options.redact instanceof RegExp)) throw new TypeError('traceback: redact is a regular expression')
  if (options.editor !== undefined) checkEditor(options.editor)
  for (const name of ['onError', 'page'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') throw new TypeError(`traceback: ${name} is a function`)
  }
  return {
    ...options,
    display,
    context,
    logfiles,
    locals,
    hosts: hosts.map((host) => host.toLowerCase()),
    logdir: logdir === undefined ? undefined : pathFrom('logdir', logdir),
    root: root === undefined ? defaultRoot() : pathFrom('root', root),
  }
}

/**
 * The options of `install`, checked.
 * @throws {TypeError} when one is wrong.
 */
export function installSettingsFrom(options: InstallOptions): Settings {
  const { locals = 'on', ...rest } = options
  checkChoice('locals', locals, ['off', 'on'])
  return settingsFrom({ ...rest, locals })
}

function checkCount(counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 1 || count > 10_000) throw new TypeError(`traceback: ${name} is a number from 1 to 10000`)
  }
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw new TypeError(`traceback: ${name} is one of ${choices.join(', ')}, not ${JSON.stringify(value)}`)
}

function checkEditor(editor: string): void {
  if (/^(?:vscode|cursor|zed|idea|sublime|textmate|emacs)$/.test(editor)) return
  if (!/^[a-z][a-z\d+.-]*:.*\{file\}/i.test(editor) || /^(?:javascript|data|vbscript):/i.test(editor))
    throw new TypeError("traceback: editor is the name of one, or a URL such as 'subl://open?file={file}&line={line}'")
}

function pathFrom(name: string, given: string | URL): string {
  const path = given instanceof URL ? nodeModule('node:url')?.fileURLToPath(given) : given
  if (typeof path !== 'string' || path === '') throw new TypeError(`traceback: ${name} is the path of a folder`)
  return nodeModule('node:path')?.resolve(path) ?? path
}

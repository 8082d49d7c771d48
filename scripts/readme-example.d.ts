export interface ExampleOptions {
  /** Environment variables beside those of the test. */
  env?: NodeJS.ProcessEnv
  /** Command line arguments. Default: none. */
  args?: string[]
  /** What the example reads from standard input. Default: nothing, `/dev/null`. */
  input?: string | Uint8Array
  /** Milliseconds to wait before the example counts as failed. Default: `20000`. */
  timeout?: number
}

export interface StartOptions extends ExampleOptions {
  /** Wait until a line of the output contains this text or matches this expression. */
  line?: string | RegExp
  /** Wait until this TCP port of 127.0.0.1 accepts connections. */
  port?: number
  /** Wait until this unix socket accepts connections; relative to the folder the example runs in. */
  path?: string
}

export interface ExampleResult {
  stdout: string
  stderr: string
  exitCode: number | null
  signal: NodeJS.Signals | null
}

export interface StartedExample extends AsyncDisposable {
  /** Where the example runs; removed when it ends. */
  folder: string
  /** What `line` matched, groups included; `null` without `line`. */
  match: string[] | null
  /** Ends it with SIGTERM, after five seconds with SIGKILL; resolves when it is gone. */
  stop(): Promise<ExampleResult>
}

/** The first js or ts block of a README. */
export function exampleOf(readme: URL): string

/** Runs the example of a README to its end, with the Node that runs the test and `@gangway/*` mapped to the sources. */
export function runExample(readme: URL, options?: ExampleOptions): Promise<ExampleResult>

/** Starts the example of a README, a server, and resolves when it is ready. */
export function startExample(readme: URL, options?: StartOptions): Promise<StartedExample>

/** A TCP port of 127.0.0.1 that is free at the moment. */
export function freePort(): Promise<number>

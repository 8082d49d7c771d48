/** What a signal closes. */
export interface Closable {
  close(): Promise<void>
  readonly closed: Promise<void>
}

const registered = new Map<NodeJS.Signals, Set<Closable>>()

/** Closes a server when the process is told to end; the process then ends by itself, or after a second in which something else holds it. */
export function closeOnSignals(server: Closable, signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) {
    const servers = registered.get(signal)
    if (servers) servers.add(server)
    else listenTo(signal, server)
  }
  const forget = () => {
    for (const signal of signals) unregister(signal, server)
  }
  server.closed.then(forget, forget)
}

function listenTo(signal: NodeJS.Signals, server: Closable): void {
  registered.set(signal, new Set([server]))
  process.on(signal, closeAll)
}

function unregister(signal: NodeJS.Signals, server: Closable): void {
  const servers = registered.get(signal)
  servers?.delete(server)
  if (servers?.size !== 0) return
  registered.delete(signal)
  process.off(signal, closeAll)
}

const exitDelay = 1000
let ending = false

function closeAll(signal: NodeJS.Signals): void {
  // A second signal does not wait.
  if (ending) process.exit(1)
  ending = true
  const servers = [...(registered.get(signal) ?? [])]
  void Promise.allSettled(servers.map((server) => server.close())).then(() => {
    process.exitCode ??= 0
    setTimeout(() => process.exit(), exitDelay).unref()
  })
}

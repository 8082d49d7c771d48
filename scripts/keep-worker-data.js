// jest-light-runner sends its data to all workers when the first one asks, and to none again: a worker that was not listening yet, and asks later,
// would wait for ever, and the run with it. It gets here what it has missed.
const request = 'jest-light-runner-get-worker-data'
const answer = 'jest-light-runner-worker-data'

// A process that a test forks inherits what is preloaded: a listener here would take the messages that are kept for its own, later one.
if (process.send && /[\\/]tinypool[\\/]/.test(process.argv[1] ?? '')) keepWorkerData()

function keepWorkerData() {
  const send = process.send.bind(process)
  let kept
  process.on('message', (message) => {
    if (message?.type === answer) kept = message
  })
  process.send = (message, ...others) => {
    if (message !== request || !kept) return send(message, ...others)
    queueMicrotask(() => process.emit('message', kept))
    return true
  }
}

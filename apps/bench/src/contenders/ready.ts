/** Tells the bench where this contender listens, and answers when it asks what the process has used. */
export function ready(address: number | string): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: user + system, memory: process.memoryUsage.rss() })
  })
  process.send?.(address)
}

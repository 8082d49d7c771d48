import { setTimeout as sleep } from 'node:timers/promises'

/** What an attempt resolves to, tried again for ten seconds while it fails, as asking a program that still starts does. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 10_000; ;) {
    try {
      return await attempt()
    } catch (error) {
      if (Date.now() > deadline) throw error
      await sleep(50)
    }
  }
}

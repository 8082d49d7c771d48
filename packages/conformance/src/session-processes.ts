import { deepEqual, equal } from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Answer, Order } from './session-worker.ts'

/** How another process opens a store. */
export interface StoreElsewhere {
  /** A module that exports `openStore(argument)`, which returns the store. */
  readonly module: string | URL
  /** What it is handed: an address, a file's name. */
  readonly argument: string
}

/** One named expectation of a store that two processes use at once. */
export interface ProcessCase {
  readonly name: string
  run(elsewhere: StoreElsewhere): Promise<void>
}

/** What must hold where two processes serve the same sessions. */
export const processCases: readonly ProcessCase[] = [
  {
    name: 'two processes: ten requests at once that each set a key of their own all succeed (S2)',
    run: (elsewhere) =>
      withTwo(elsewhere, async (one, two) => {
        const { cookie = '' } = await ask(one, { cookie: '', set: { user: 'ann' } })
        const numbers = Array.from({ length: 10 }, (_, index) => index)
        const at = Date.now() + 200
        await Promise.all(
          numbers.map((number) => ask(number % 2 ? one : two, { cookie, set: { [`key${number}`]: number }, waitUntil: at })),
        )
        const { values } = await ask(two, { cookie })
        deepEqual(values, { user: 'ann', ...Object.fromEntries(numbers.map((number) => [`key${number}`, number])) })
      }),
  },
  {
    name: 'two processes: a session that one ended is not brought back by the other (S1, S3)',
    run: (elsewhere) =>
      withTwo(elsewhere, async (one, two) => {
        for (const set of [{ page: 1 }, {}]) {
          const { cookie = '' } = await ask(one, { cookie: '', set: { user: 'ann' } })
          const slow = ask(two, { cookie, set, waitUntil: Date.now() + 300, touch: true })
          await new Promise((resolve) => setTimeout(resolve, 150))
          await ask(one, { cookie, destroy: true })
          equal((await slow).cookie, undefined)
          for (const process of [one, two]) deepEqual((await ask(process, { cookie })).values, {})
        }
      }),
  },
  {
    name: 'two processes: of two sign-ins at once with one cookie both get a session, and the old id is dead (S4)',
    run: (elsewhere) =>
      withTwo(elsewhere, async (one, two) => {
        const { cookie = '' } = await ask(one, { cookie: '', set: { cart: 'book' } })
        const at = Date.now() + 200
        const answers = await Promise.all([one, two].map((process) => ask(process, { cookie, owner: 'ann', waitUntil: at })))
        for (const answer of answers) equal((await ask(two, { cookie: answer.cookie ?? '' })).owner, 'ann')
        deepEqual((await ask(one, { cookie })).values, {})
      }),
  },
]

async function withTwo(elsewhere: StoreElsewhere, run: (one: ChildProcess, two: ChildProcess) => Promise<void>): Promise<void> {
  const [one, two] = [start(elsewhere), start(elsewhere)]
  try {
    // Both are up before anything is to happen at once.
    await Promise.all([one, two].map((child) => ask(child, { cookie: '' })))
    await run(one, two)
  } finally {
    for (const child of [one, two]) {
      const exited = child.exitCode === null ? once(child, 'exit') : undefined
      child.kill()
      await exited
    }
  }
}

function start({ module, argument }: StoreElsewhere): ChildProcess {
  const worker = new URL(`session-worker.${import.meta.url.slice(-2)}`, import.meta.url)
  return fork(worker, [String(module), argument])
}

let orders = 0

function ask(child: ChildProcess, order: Omit<Order, 'number'>): Promise<Answer> {
  const number = ++orders
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('conformance: the process ended before it answered'))
    const listen = (answer: Answer): void => {
      if (answer.number !== number) return
      child.off('message', listen).off('exit', ended)
      if (answer.error === undefined) resolve(answer)
      else reject(new Error(answer.error))
    }
    child.on('message', listen).on('exit', ended)
    child.send({ ...order, number } satisfies Order)
  })
}

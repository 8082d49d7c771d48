import { HttpError } from '@gangway/gateway'
import { HashingQueue } from './hashing-queue.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('HashingQueue', () => {
  it('does two things at once, and the others in their order', async () => {
    const queue = new HashingQueue({ waiting: 3 })
    const [started, ends]: [number[], (() => void)[]] = [[], []]
    const work = (index: number) => () => {
      started.push(index)
      return new Promise<number>((resolve) => ends.push(() => resolve(index)))
    }
    const results = [0, 1, 2, 3, 4].map((index) => queue.run(work(index)))
    await turn()
    expect(started).toEqual([0, 1])
    await expect(queue.run(work(5))).rejects.toThrow(HttpError)
    for (let index = 0; index < 5; index++) {
      ends[index]?.()
      await turn()
    }
    expect(started).toEqual([0, 1, 2, 3, 4])
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3, 4])
  })

  it('goes on after work that failed', async () => {
    const queue = new HashingQueue({ concurrency: 1, waiting: 1 })
    const failed = queue.run(() => Promise.reject(new Error('broken')))
    const next = queue.run(async () => 'next')
    await expect(failed).rejects.toThrow('broken')
    expect(await next).toBe('next')
    expect(await queue.run(async () => 'later')).toBe('later')
  })
})

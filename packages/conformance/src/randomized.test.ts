import fc from 'fast-check'
import { randomRequest } from './random-request.ts'
import { openEcho, randomized } from './randomized.ts'
import { startReference, type Fault } from '../test/reference-gateway.ts'

describe('randomized', () => {
  it('finds no difference in the reference gateway', async () => {
    await expect(randomized(startReference, { runs: 60 })).resolves.toBeUndefined()
  })

  it('finds a gateway that decodes the path, and says how to see it again', async () => {
    const decoding: Fault = (incoming) => ({ incoming: { ...incoming, path: incoming.path.replaceAll('%20', '+') } })
    await expect(randomized((app) => startReference(app, decoding), { seed: 1 })).rejects.toThrow(
      /request \d+ of seed 1 is seen differently/,
    )
  })

  it('sees any request as it was sent, however it is cut', async () => {
    const cut = (lengths: readonly number[]) => () => lengths[turn++ % lengths.length] ?? 1
    let turn = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(), { maxLength: 200 }),
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
        async (tape, lengths) => {
          let at = 0
          const request = randomRequest((limit) => (tape[at++] ?? 0) % limit)
          await using echo = await openEcho((app) => startReference(app, undefined, cut(lengths)))
          await expect(echo.check(request)).resolves.toBeUndefined()
        },
      ),
      { numRuns: 40 },
    )
  })
})

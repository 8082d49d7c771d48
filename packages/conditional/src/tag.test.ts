import { tagOf } from './tag.ts'

describe('tagOf', () => {
  it.each([['', 'ü\ud800', 'x'.repeat(1000)]])('makes the same tag with and without node:crypto', async (...bodies) => {
    for (const body of bodies) {
      const tag = tagOf(body)
      expect(tag).toMatch(/^"[\w-]{27}"$/)
      expect(await withoutNode(() => tagOf(body))).toBe(tag)
      expect(await withoutNode(() => tagOf(new TextEncoder().encode(body)))).toBe(tag)
      expect(tagOf(new TextEncoder().encode(body))).toBe(tag)
    }
  })
})

async function withoutNode<Result>(run: () => Result): Promise<Awaited<Result>> {
  const { getBuiltinModule } = process
  Object.assign(process, { getBuiltinModule: undefined })
  try {
    return await run()
  } finally {
    Object.assign(process, { getBuiltinModule })
  }
}

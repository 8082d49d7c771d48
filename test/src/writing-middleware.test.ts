import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Consumer, newConsumer } from './consumer.ts'

const guide = readFileSync(new URL('../../docs/writing-middleware.md', import.meta.url), 'utf8')

describe('the guide to writing middleware', () => {
  let consumer: Consumer
  let place = ''
  beforeAll(async () => {
    consumer = await newConsumer()
  })
  afterAll(() => consumer.close())

  const printed: string[] = []

  it('is followed to the end, from the packages as they would be published', async () => {
    for (const [, language, text = ''] of guide.matchAll(/^```(sh|ts)\n(.*?)^```$/gms)) {
      if (language === 'sh') await runAll(text)
      else write(text)
    }
    expect(place).toBe('gangway-tenant')
  }, 180_000)

  it('runs tests twice, the second time with those of its own middleware, and packs what is built', () => {
    const runs = printed.flatMap((text) => [...text.matchAll(/^ℹ (tests|fail) (\d+)$/gm)].map(([, word, count]) => [word, Number(count)]))
    expect(runs).toEqual([
      ['tests', expect.any(Number)],
      ['fail', 0],
      ['tests', expect.any(Number)],
      ['fail', 0],
    ])
    expect(runs[2]?.[1]).toBeGreaterThan(Number(runs[0]?.[1]) + 60)
    expect(printed.at(-1)).toContain('dist/shouted.d.ts')
    expect(printed.at(-1)).not.toContain('test')
  })

  async function runAll(commands: string): Promise<void> {
    for (const command of commands.trim().split('\n')) {
      if (command.startsWith('cd ')) place = command.slice(3)
      else printed.push(await consumer.run(place, 'bash', '-c', command))
    }
  }

  function write(text: string): void {
    const path = join(consumer.folder, place, /^\/\/ (\S+)\n/.exec(text)?.[1] ?? '')
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
})

import { differenceBetween, type DiffLine } from './difference.ts'

function short(lines: readonly DiffLine[]): string[] {
  const signs = { same: ' ', removed: '-', added: '+' }
  return lines.map(
    ({ kind, number, parts }) => `${signs[kind]}${number} ${parts.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('')}`,
  )
}

describe('differenceBetween', () => {
  it('shows lines with their numbers, and the words that changed', () => {
    const before = 'a\nb\nc\nthe old text\ne\nf\ng\nh'
    const after = 'a\nb\nc\nthe new text\ne\nf\ng\nh'
    expect(differenceBetween(before, after).map(short)).toEqual([
      [' 1 a', ' 2 b', ' 3 c', '-4 the [old] text', '+4 the [new] text', ' 5 e', ' 6 f', ' 7 g'],
    ])
  })

  test.each([
    ['nothing and nothing', '', '', []],
    ['the same', 'a', 'a', []],
    ['nothing and something', '', 'a', [['+1 a']]],
    ['something and nothing', 'a', '', [['-1 a']]],
    ['a last line with an end and one without', 'a\n', 'a', []],
    ['two lines for one', 'a', 'b\nc', [['-1 a', '+1 b', '+2 c']]],
    ['a line that begins with a sign', '-a', '+a', [['-1 [-]a', '+1 [+]a']]],
  ])('of %s', (_, before, after, hunks) => {
    expect(differenceBetween(before, after).map(short)).toEqual(hunks)
  })

  it('ends soon, whatever the texts are', () => {
    const lines = (offset: number) => Array.from({ length: 12_000 }, (_, index) => String((index * 7919 + offset) % 10_007)).join('\n')
    const began = performance.now()
    expect(differenceBetween(lines(0), lines(5)).length).toBeGreaterThan(0)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})

import { mergeTexts } from './merge.ts'

describe('mergeTexts', () => {
  test.each([
    ['both changed different lines', 'A\nb\nc', 'a\nb\nc', 'a\nb\nC', 'A\nb\nC', 0],
    ['both changed alike', 'A\nb', 'a\nb', 'A\nb', 'A\nb', 0],
    ['one changed nothing', 'a\nB', 'a\nb', 'a\nb', 'a\nB', 0],
    ['one took lines away', 'b\nc', 'a\nb\nc', 'a\nb\nC', 'b\nC', 0],
    ['both changed one line', 'x\nb', 'a\nb', 'y\nb', '<<<<<<< Saved by somebody else\nx\n=======\ny\n>>>>>>> Yours\nb', 1],
    ['there was nothing before', 'x', '', 'y', '<<<<<<< Saved by somebody else\nx\n=======\ny\n>>>>>>> Yours', 1],
    ['lines are called as what objects have', '__proto__\nb\nC', '__proto__\nb\nc', 'constructor\nb\nc', 'constructor\nb\nC', 0],
  ])('where %s', (_, theirs, base, yours, text, conflicts) => {
    expect(mergeTexts(theirs, base, yours)).toEqual({ text, conflicts })
  })

  it('loses no line of either, whatever they are', () => {
    const lines = ['', 'a', 'b', 'c', '=======']
    const textOf = (seed: number) => Array.from({ length: 6 }, (_, index) => lines[Math.floor(seed / 5 ** index) % 5]).join('\n')
    for (let seed = 0; seed < 3000; seed++) {
      const [theirs, base, yours] = [textOf(seed), textOf(seed * 7 + 3), textOf(seed * 31 + 11)]
      const { text } = mergeTexts(theirs, base, yours)
      const added = [theirs, yours].flatMap((each) => each.split('\n').filter((line) => !base.split('\n').includes(line)))
      for (const line of added) expect(text.split('\n')).toContain(line)
    }
  })

  it('takes no longer for texts of equal lines', () => {
    const [theirs, base, yours] = ['a\n', '', 'b\n'].map((start) => start + 'same\n'.repeat(19_000))
    const began = performance.now()
    expect(mergeTexts(theirs ?? '', base ?? '', yours ?? '').conflicts).toBe(1)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

import { Summary } from './summary.js'

function passedOn(...chunks) {
  const lines = []
  const summary = new Summary((line) => lines.push(line))
  for (const chunk of chunks) summary.take(chunk)
  summary.end()
  return lines
}

describe('Summary', () => {
  it('passes lines on in order, also when they arrive in pieces', () => {
    expect(passedOn('on', 'e\ntw', 'o\nthree')).toEqual(['one', 'two', 'three'])
  })

  it('ends with each reason for skipping once and the counts alone', () => {
    const output = 'skipped: nginx not found\n3 passed, 0 failed, 2 skipped\nskipped: nginx not found\nskipped: caddy not found\nlog\n'
    expect(passedOn(output)).toEqual([
      'log',
      'skipped: nginx not found, 2 times',
      'skipped: caddy not found',
      '3 passed, 0 failed, 2 skipped',
    ])
  })
})

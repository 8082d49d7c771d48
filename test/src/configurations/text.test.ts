import { text } from './text.ts'

describe('text', () => {
  it('leaves out each line with a false in it, and keeps the rest to the letter', () => {
    const lines = text`listen ${80};
    keepalive ${false};
    rewrite ^\d+$ ${''};
`
    expect(lines).toBe('listen 80;\n    rewrite ^\\d+$ ;\n')
  })
})

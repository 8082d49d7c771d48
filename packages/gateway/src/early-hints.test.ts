import { contextFor } from './context-for.ts'
import { earlyHints } from './early-hints.ts'

const links = ['</a.css>; rel=preload; as=style', '</b.js>; rel=preload; as=script']

describe('earlyHints', () => {
  it('sends each link', () => {
    const sent: unknown[] = []
    const context = contextFor('GET', '/', { sendInformational: (...message) => sent.push(message) })
    expect(earlyHints(context, links)).toBe(true)
    expect(sent).toEqual([[103, ['link', links[0], 'link', links[1]]]])
  })

  it('is false where the gateway cannot', () => {
    expect(earlyHints(contextFor('GET', '/'), links)).toBe(false)
  })

  it('is false without links', () => {
    const sent: unknown[] = []
    expect(earlyHints(contextFor('GET', '/', { sendInformational: (status) => sent.push(status) }), [])).toBe(false)
    expect(sent).toEqual([])
  })

  it('is false after the response began', () => {
    const late = () => {
      throw new DOMException('late', 'InvalidStateError')
    }
    expect(earlyHints(contextFor('GET', '/', { sendInformational: late }), links)).toBe(false)
  })

  it('throws what else goes wrong', () => {
    const broken = () => {
      throw new RangeError('broken')
    }
    expect(() => earlyHints(contextFor('GET', '/', { sendInformational: broken }), links)).toThrow(new RangeError('broken'))
    expect(() => earlyHints(contextFor('GET', '/', { sendInformational: () => {} }), ['</a>\r\nx: y'])).toThrow(TypeError)
  })
})

import { execFileSync } from 'node:child_process'
import { escapeHtml, html, raw } from './html.ts'
import { text } from './replies.ts'
import { bodyOf } from './response.ts'

describe('html', () => {
  it('is a reply with the type of HTML', () => {
    const response = html`<p>é</p>`
    expect(response instanceof Response).toBe(true)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(bodyOf(response)).toBe('<p>é</p>')
  })

  it('takes a head', () => {
    const response = html({ status: 404, headers: { a: 'b' } })`<p>no`
    expect([response.status, response.headers.get('a'), bodyOf(response)]).toEqual([404, 'b', '<p>no'])
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  test.each<[string, unknown, string]>([
    ['text', `<&>"'`, '&lt;&amp;&gt;&quot;&#39;'],
    ['an empty text', '', ''],
    ['a number', 0, '0'],
    ['a bigint', 5n, '5'],
    ['null', null, ''],
    ['undefined', undefined, ''],
    ['true', true, ''],
    ['false', false, ''],
    ['an array', ['<', 1, null, [raw('<br>')]], '&lt;1<br>'],
    ['raw markup', raw('<b>'), '<b>'],
    ['empty raw markup', raw(''), ''],
    ['another template', html`<b>${'<'}</b>`, '<b>&lt;</b>'],
    ['an empty template', html``, ''],
    ['a template with a head', html({ status: 500 })`<i>`, '<i>'],
    ['a URL', new URL('http://a.test/?a=1&b=2'), 'http://a.test/?a=1&amp;b=2'],
    ['what writes itself', { toString: () => '<b>' }, '&lt;b&gt;'],
  ])('renders %s', (_, value, markup) => {
    expect(bodyOf(html`<p>${value}</p>`)).toBe(`<p>${markup}</p>`)
  })

  it('is safe inside attributes with either quote', () => {
    const value = `"' onclick='x' "`
    expect(bodyOf(html`<a title="${value}" lang='${value}'>`)).toBe(
      `<a title="&quot;&#39; onclick=&#39;x&#39; &quot;" lang='&quot;&#39; onclick=&#39;x&#39; &quot;'>`,
    )
  })

  it('does not take other replies for markup, whatever they say they are', () => {
    expect(() => html`${text('<b>')}`).toThrow(TypeError)
    expect(() => html`${new Response('<b>')}`).toThrow(TypeError)
  })

  it('does not take what only looks like markup', () => {
    expect(() => html`${JSON.parse('{"markup":"<b>","raw":["<b>"]}')}`).toThrow(TypeError)
  })

  test.each([Promise.resolve('x'), () => 'x', Symbol('x')])('refuses %p, which nobody wants to read', (value) => {
    expect(() => html`<p>${value}</p>`).toThrow(TypeError)
  })

  it('nests deeply', () => {
    let inner = html`x`
    for (let depth = 0; depth < 1000; depth++) inner = html`<p>${inner}</p>`
    expect(bodyOf(inner)).toBe(`${'<p>'.repeat(1000)}x${'</p>'.repeat(1000)}`)
  })
})

describe('html in a process that only just started', () => {
  it('nests templates without loading the global Response', () => {
    const code = `
      import { html } from '${new URL('./html.ts', import.meta.url).href}'
      html\`<p>\${html\`<b>\`}\${[html\`\`]}\`
      console.log(process.moduleLoadList.some((name) => name.endsWith('undici/undici')))`
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })).toBe('false\n')
  })
})

describe('raw', () => {
  it('is the markup as text', () => {
    expect(String(raw('<b>'))).toBe('<b>')
  })
})

describe('escapeHtml', () => {
  it('leaves nothing that could end text or a quoted attribute', () => {
    expect(escapeHtml('a<b>c&amp;"\'')).toBe('a&lt;b&gt;c&amp;amp;&quot;&#39;')
    expect(escapeHtml('plain é☃ /=`')).toBe('plain é☃ /=`')
  })
})

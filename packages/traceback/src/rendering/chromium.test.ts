import { html, raw, reply, stream, text, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { openInChromium } from '../../../../test/src/chromium.ts'
import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { hostileReport, payloads } from '../../test/hostile-report.ts'
import { traceback } from '../traceback.ts'
import { contentSecurityPolicy, htmlReport } from './html-report.ts'
import { shortPage } from './short-page.ts'

interface Seen {
  /** What ran that must not. */
  readonly ran: string[]
  readonly images: number
  readonly scripts: number[]
  readonly handlers: string[]
  /** Whether the page's own style and script work under its policy. */
  readonly styled: string
  readonly button: boolean
  readonly copied: string
  /** Whether a page that broke off shows the report over what it has. */
  readonly over: string
}

// Each page is loaded into a frame and looked at; without its policy, so that nothing but escaping is in the way.
const script = `
addEventListener('unhandledrejection', ({ reason }) => fetch('/seen', { method: 'POST', body: JSON.stringify({ failed: String(reason) }) }))
const seen = { ran: [], images: 0, scripts: [], handlers: [] }
const load = (path) => new Promise((resolve) => {
  const frame = document.createElement('iframe')
  frame.onload = () => setTimeout(resolve, 20, frame)
  frame.src = path
  document.body.append(frame)
})
for (const path of paths) {
  window.ran = undefined
  const frame = await load(path)
  const inside = frame.contentDocument
  for (const element of inside.querySelectorAll('*')) {
    for (const { name } of element.attributes) if (name.startsWith('on')) seen.handlers.push(path + ' ' + name)
  }
  if (window.ran !== undefined) seen.ran.push(path)
  seen.images += inside.images.length + inside.forms.length + inside.querySelectorAll('iframe, svg, base, [http-equiv=refresh]').length
  seen.scripts.push(inside.scripts.length)
  frame.remove()
}
const guarded = (await load('/guarded')).contentDocument
seen.styled = getComputedStyle(guarded.querySelector('.frame')).borderRadius
seen.button = !guarded.querySelector('#copy').hidden
seen.copied = guarded.querySelector('#text').textContent.slice(0, 4)
// What breaks off is never loaded.
const last = document.createElement('iframe')
last.src = '/broken'
document.body.append(last)
while (!last.contentDocument?.querySelector('iframe')) await new Promise((resolve) => setTimeout(resolve, 50))
const broken = last.contentDocument
seen.over = broken.elementFromPoint(100, 50)?.tagName + ' ' + broken.querySelector('iframe')?.srcdoc.includes('the page breaks off')
await fetch('/seen', { method: 'POST', body: JSON.stringify(seen) })
`

requireBinaries('chromium')('the page in Chromium (T1)', () => {
  it('runs nothing of any field, and its own script and style under its own policy', async () => {
    const report = Promise.withResolvers<Seen>()
    const paths = payloads.flatMap((_, index) => [`/report/${index}`, `/short/${index}`])
    const app: Application = async ({ path, body }) => {
      const [, page, index] = path.split('/')
      const payload = payloads[Number(index)] ?? ''
      if (page === 'report') return reply(withoutPolicy(htmlReport(hostileReport(payload), { editor: 'vscode' })), { headers: htmlFields })
      if (page === 'short')
        return reply(shortPage({ status: 404, title: payload, message: payload, id: payload, headers: [] }), { headers: htmlFields })
      if (page === 'guarded')
        return reply(htmlReport(hostileReport('text')), {
          headers: { ...htmlFields, 'content-security-policy': contentSecurityPolicy.replace(/;[^;]*$/, '') },
        })
      if (page === 'broken') return stream(breaking(), { headers: htmlFields })
      if (page === 'seen') report.resolve(JSON.parse((await body?.text()) ?? ''))
      return page === ''
        ? html`<!doctype html><title>x</title><body>${raw(`<script type="module">const paths = ${JSON.stringify(paths)};${script}</script>`)}`
        : text('')
    }
    const server = await serve(traceback({ display: true })(app), { listen: '127.0.0.1:0', onError: () => {} })
    const { address } = server
    const browser = openInChromium(`http://127.0.0.1:${address.kind === 'tcp' ? address.port : 0}/`)
    try {
      const seen = await report.promise
      expect(seen).not.toHaveProperty('failed')
      expect({ ran: seen.ran, images: seen.images, handlers: seen.handlers }).toEqual({ ran: [], images: 0, handlers: [] })
      expect(new Set(seen.scripts)).toEqual(new Set([0, 1]))
      expect(seen.scripts).toHaveLength(payloads.length * 2)
      expect([seen.styled, seen.button, seen.copied]).toEqual(['9.6px', true, 'text'])
      expect(seen.over).toBe('IFRAME true')
    } finally {
      await browser.stop()
      await server.close({ grace: 0 })
    }
  })
})

const htmlFields = { 'content-type': 'text/html; charset=utf-8' }

function withoutPolicy(page: string): string {
  return page.replace(/<meta http-equiv="content-security-policy"[^>]*>/, '')
}

async function* breaking(): AsyncGenerator<string> {
  yield '<!doctype html><div style="overflow:hidden"><table><tr><td title="open '
  await new Promise((resolve) => setTimeout(resolve, 50))
  throw new Error('the page breaks off')
}

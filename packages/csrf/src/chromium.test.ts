import { cors } from '@gangway/cors'
import { form } from '@gangway/form'
import { html, HttpError, json, raw, stack, text, type Application } from '@gangway/gateway'
import { serve } from '@gangway/http'
import { lint } from '@gangway/lint'
import { pageOf, type BrowserPage } from '../../../test/src/browser-page.ts'
import { openInChromium, type Browser } from '../../../test/src/chromium.ts'
import { requireBinaries } from '../../../test/src/require-binaries.ts'
import { csrf } from './index.ts'

const listen = { host: '127.0.0.1', port: 0 }

// Posts what stands in a page to an address, as a visitor would who clicks.
function formTo(action: string, hidden: unknown = ''): Response {
  return html`<form id="form" method="post" action="${action}" enctype="multipart/form-data">
    ${hidden}<input name="a" value="ä €" /><input type="file" name="none" />
  </form>`
}

function guarded(friend: string): Application {
  return stack()
    .use(lint())
    .use(cors({ origins: [friend], credentials: true, exposed: ['x-total'] }))
    .use(form())
    .use(csrf({ exempt: ['/open'], secrets: 'a-secret-of-32-bytes-0123456789-' }))
    .app(async (context) => {
      const { path } = context
      if (path === '/page') return formTo('/save', context.csrf.field())
      if (path === '/json') return json({ mine: true }, { headers: { 'x-total': '7' } })
      if (path === '/secret') throw new HttpError(401, 'Who are you?', { headers: { 'www-authenticate': 'None' } })
      const fields = [...(await context.form.read())].filter(({ name }) => name !== '_csrf')
      return text(`saved ${JSON.stringify(fields.map((entry) => [entry.name, entry.kind === 'field' && entry.value]))}`)
    })
}

requireBinaries('chromium')('pages in Chromium', () => {
  let browser: Browser
  let page: BrowserPage
  beforeAll(async () => {
    browser = openInChromium('about:blank')
    page = await pageOf(browser)
  })
  afterAll(() => browser.stop())

  const body = (): Promise<unknown> => page.evaluate('document.body.innerText.trim()')
  // What a script in the page makes of an answer.
  const fetched = (url: string, init: RequestInit = {}): Promise<unknown> =>
    page.evaluate(
      `fetch(${JSON.stringify(url)}, ${JSON.stringify(init)}).then(async (answer) => [answer.status, await answer.text(), answer.headers.get('x-total')], (error) => error.message)`,
    )

  async function started(app: Application, host: string): Promise<{ origin: string; [Symbol.asyncDispose]: () => Promise<void> }> {
    const server = await serve(app, { listen, signals: [] })
    if (!('port' in server.address)) throw new TypeError('no port')
    return { origin: `http://${host}:${server.address.port}`, [Symbol.asyncDispose]: () => server.close({ grace: 0 }) }
  }

  it('send their own forms, and no other site’s', async () => {
    await using ours = await started(guarded('https://friend.example'), '127.0.0.1')
    await using theirs = await started(() => formTo(`${ours.origin}/save`), 'localhost')
    await page.visit(`${ours.origin}/page`)
    await page.follow('form.submit()')
    expect(await body()).toBe('saved [["a","ä €"]]')
    await page.visit(theirs.origin)
    await page.follow('form.submit()')
    expect(await body()).toBe('csrf: this request was made by a page of another site')
  })

  it('read the answers and errors that are for them, and no others', async () => {
    await using theirs = await started(() => html`${raw('<p>theirs</p>')}`, 'localhost')
    const put = { method: 'PUT', headers: { 'x-a': '1', 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' }
    const post = { method: 'POST', headers: put.headers, body: 'a=1' }
    await page.visit(theirs.origin)
    {
      await using friendly = await started(guarded(theirs.origin), '127.0.0.1')
      expect(await fetched(`${friendly.origin}/json`, { credentials: 'include' })).toEqual([200, '{"mine":true}', '7'])
      expect(await fetched(`${friendly.origin}/secret`)).toEqual([401, 'Who are you?\n', null])
      expect(await fetched(`${friendly.origin}/open`, put)).toEqual([200, 'saved [["a","1"]]', null])
      expect(await fetched(`${friendly.origin}/save`, post)).toEqual([403, 'csrf: this request was made by a page of another site\n', null])
    }
    await using strange = await started(guarded('https://friend.example'), '127.0.0.1')
    for (const [path, init] of [
      ['/json', {}],
      ['/secret', {}],
      ['/open', put],
      ['/save', post],
    ] as const)
      expect(await fetched(strange.origin + path, init)).toBe('Failed to fetch')
  })
})

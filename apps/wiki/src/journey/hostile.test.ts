import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { requireBinaries } from '../../../../test/src/require-binaries.ts'
import { button, fetched, fill, follow, visitors, write } from '../../test/visitors.ts'

// Each would call `sentinel`, which no page has but the tests put there.
const corpus = [
  '<script>sentinel()</script>',
  '<img src=x onerror=sentinel()>',
  '<svg onload=sentinel()>',
  '<svg><script>sentinel()</script></svg>',
  '<iframe srcdoc="<script>parent.sentinel()</script>"></iframe>',
  '<iframe src="javascript:parent.sentinel()"></iframe>',
  '<details open ontoggle=sentinel()>x</details>',
  '<body onload=sentinel()>',
  '<input autofocus onfocus=sentinel()>',
  '<math><mtext><table><mglyph><style><img src=x onerror=sentinel()></style>',
  '<noscript><p title="</noscript><img src=x onerror=sentinel()>">',
  '</textarea><script>sentinel()</script>',
  '</title><script>sentinel()</script>',
  '--><script>sentinel()</script>',
  '"><script>sentinel()</script>',
  `' onmouseover='sentinel()' x='`,
  '" autofocus onfocus="sentinel()',
  '<base href="//evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:sentinel()">',
  '<form action="javascript:sentinel()"><button id="go">go</button></form>',
  '<object data="javascript:sentinel()"></object>',
  '{{ sentinel() }}',
  '${sentinel()}',
]
const markdown = [
  '[click](javascript:sentinel())',
  '[click](JaVaScRiPt:sentinel())',
  '[click](java&#x09;script:sentinel())',
  '[click](&#106;avascript:sentinel())',
  '[click](data:text/html,<script>sentinel()</script>)',
  '[click](vbscript:sentinel())',
  '<javascript:sentinel()>',
  '![x](javascript:sentinel())',
  '![x" onerror="sentinel()](x)',
  '![x](x "\\" onerror=\\"sentinel()")',
  '[x](x "\\" onmouseover=\\"sentinel()")',
  '[x]: javascript:sentinel()\n\n[x]',
  '```" onmouseover="sentinel()\ncode\n```',
  '## <img src=x onerror=sentinel()>',
  '## " onmouseover="sentinel()',
  '[[<img src=x onerror=sentinel()>]]',
  '[[x|<img src=x onerror=sentinel()>]]',
  '[[" onmouseover="sentinel()]]',
  '[[javascript:sentinel()]]',
  '[a](attachment:"onmouseover="sentinel())',
  '<a data-page="javascript:sentinel()">x</a>',
  '\u0000<script>sentinel()</script>\u202e',
]
const polyglot = Buffer.concat([
  Buffer.from('GIF89a/*'),
  randomBytes(8),
  Buffer.from('*/=1;parent.sentinel()//<script>parent.sentinel()</script>'),
])
const uploads = [
  [
    'image.svg',
    'image/svg+xml',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="parent.sentinel()"><script>parent.sentinel()</script></svg>',
  ],
  ['page.html', 'text/html', '<script>parent.sentinel()</script>'],
  ['page.xhtml', 'application/xhtml+xml', '<html xmlns="http://www.w3.org/1999/xhtml"><script>parent.sentinel()</script></html>'],
  ['page.png', 'image/png', '<script>parent.sentinel()</script>'],
  ['script.js', 'text/javascript', 'parent.sentinel()'],
  ['polyglot.gif', 'image/gif', polyglot],
  ['feed.xml', 'text/xml', '<x:script xmlns:x="http://www.w3.org/1999/xhtml">parent.sentinel()</x:script>'],
] as const

requireBinaries('chromium')('hostile input in a browser', () => {
  const { admin, visitor } = visitors()

  /** A browser in which any script that gets to run leaves a trace. */
  async function watched(page: Page): Promise<string[]> {
    const ran: string[] = []
    await page.context().exposeFunction('sentinel', () => {
      ran.push(page.url())
    })
    page.on('dialog', (dialog) => {
      ran.push(dialog.message())
      void dialog.dismiss()
    })
    return ran
  }

  /** Touches whatever may be touched. */
  async function touch(page: Page): Promise<void> {
    await page.evaluate(`for (const element of document.querySelectorAll('.prose *, .preview *, main bdi, main a')) {
      for (const type of ['mouseover', 'focus', 'toggle']) element.dispatchEvent(new Event(type, { bubbles: true }))
    }
    for (const link of document.querySelectorAll('main a[href^="javascript:" i], main a[href^="data:" i], main a[href^="vbscript:" i]')) link.click()`)
  }

  it('has a sentinel that would see a script', async () => {
    const page = await visitor({ bypassCSP: true })
    const ran = await watched(page)
    await page.goto('/')
    await page.evaluate(`document.querySelector('main').innerHTML = ${JSON.stringify(corpus[1])}`)
    await page.waitForTimeout(200)
    expect(ran.length).toBe(1)
  })

  // Without the policy too: it is the second line of defence, and must not hide holes in the first.
  it.each([true, false])('runs nothing of a text, a preview, an old revision, a difference (policy off: %s)', async (bypassCSP) => {
    const page = await admin({ bypassCSP })
    const ran = await watched(page)
    const title = `Hostile ${String(bypassCSP)}`
    await write(page, title, 'nothing')
    const text = [...corpus, ...markdown].join('\n\n')
    await page.goto(`/edit/${encodeURIComponent(title)}`)
    await fill(page, text)
    await follow(page, button(page, 'Preview'))
    await touch(page)
    await follow(page, button(page, 'Save'))
    await touch(page)
    for (const path of ['edit', 'history', 'diff', 'backlinks']) {
      await page.goto(`/${path}/${encodeURIComponent(title)}`)
      await touch(page)
    }
    await page.goto(`/page/${encodeURIComponent(title)}?revision=2`)
    await touch(page)
    await page.goto('/search?q=sentinel')
    await touch(page)
    expect(
      await page.locator('main script, main iframe, main object, main base, main [onerror], main [onload], main [onmouseover]').count(),
    ).toBe(0)
    expect(ran).toEqual([])
  })

  it('runs nothing of titles, tags, comments, names of files and of accounts', async () => {
    const page = await admin({ bypassCSP: true })
    const ran = await watched(page)
    for (const [index, title] of corpus.entries()) {
      if (index % 3 !== 0) continue
      await write(page, title, `[[${title.replaceAll(/[[\]|]/g, '')}]]`, {
        tags: `t${index} ${title.replaceAll(/[,/]/g, '')}`.slice(0, 40),
        comment: title,
      })
      expect(await page.locator('h1').innerText()).toBe(title.replaceAll(/\s+/g, ' '))
      await touch(page)
      for (const tab of ['History', 'Links here', 'Rename', 'Files', 'Permissions', 'Edit']) {
        await follow(page, page.getByRole('navigation', { name: 'Page' }).getByRole('link', { name: tab, exact: true }))
        await touch(page)
      }
    }
    await page.goto('/files/Gateways')
    await page
      .getByLabel('Files, each up to')
      .setInputFiles(
        corpus.map((name) => ({ name: `${name.replaceAll('/', '\u2215')}.txt`, mimeType: 'text/plain', buffer: Buffer.from('x') })),
      )
    await follow(page, button(page, 'Upload'))
    await touch(page)
    for (const path of [
      '/pages',
      '/tags',
      '/changes',
      '/search?q=%3Cscript%3Esentinel()%3C/script%3E',
      '/page/%3Cimg%20src=x%20onerror=sentinel()%3E',
      '/login?return-to=javascript:sentinel()',
      '/nothing/%3Cscript%3Esentinel()%3C/script%3E',
    ]) {
      await page.goto(path)
      await touch(page)
    }
    expect(ran).toEqual([])
  })

  it('refuses names that are markup to accounts, or shows them as what they are', async () => {
    const page = await visitor({ bypassCSP: true })
    const ran = await watched(page)
    await page.goto('/register')
    await page.getByLabel('Name').fill('<img src=x onerror=sentinel()>')
    await page.getByLabel('Password').fill('a long password')
    await page.getByLabel('The same again').fill('a long password')
    await follow(page, button(page, 'Make it'))
    await touch(page)
    expect(ran).toEqual([])
  })

  it('runs nothing of an upload, opened or framed', async () => {
    const page = await admin()
    const ran = await watched(page)
    await write(page, 'Uploads', uploads.map(([name]) => `![${name}](<attachment:${name}>)`).join('\n\n'))
    await page.goto('/files/Uploads')
    await page
      .getByLabel('Files, each up to')
      .setInputFiles(uploads.map(([name, mimeType, content]) => ({ name, mimeType, buffer: Buffer.from(content) })))
    await follow(page, button(page, 'Upload'))
    await page.goto('/page/Uploads')
    for (const [name] of uploads) {
      const address = `/file/Uploads?name=${encodeURIComponent(name)}`
      const { headers } = await fetched(page, address)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-security-policy': expect.stringContaining('sandbox') })
      expect([name, headers['content-type']]).toEqual([name, name.endsWith('.gif') ? 'image/gif' : 'application/octet-stream'])
      expect([name, headers['content-disposition']]).toEqual([
        name,
        expect.stringMatching(name.endsWith('.gif') ? /^inline/ : /^attachment/),
      ])
      // What is no image is downloaded, which ends the navigation.
      await page.goto(address).catch((error: Error) => {
        if (!/download|ERR_ABORTED/i.test(error.message)) throw error
      })
      await page.goto('/page/Uploads')
      await page.evaluate(`new Promise((resolve) => {
        for (const tag of ['iframe', 'embed', 'script', 'img']) document.body.append(Object.assign(document.createElement(tag), { src: ${JSON.stringify(address)} }))
        setTimeout(resolve, 150)
      })`)
    }
    expect(ran).toEqual([])
  })

  it('sends its policy with every page, errors too', async () => {
    const page = await visitor()
    for (const path of ['/', '/nothing', '/edit/Gateways', '/page/%00', '/search?q=%ff', '/admin', '/static/nothing']) {
      const { headers } = await fetched(page, path)
      const policy = headers['content-security-policy'] ?? ''
      expect([path, policy]).toEqual([path, expect.stringMatching(/default-src 'none'.*script-src 'self'/)])
      expect(policy).not.toMatch(/unsafe/)
    }
  })
})

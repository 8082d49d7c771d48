import { headingsOf, linkedTitles, renderPage, withLinks } from './markup.ts'

async function markupOf(text: string): Promise<string> {
  return (await renderPage(text)).markup
}

async function rendered(text: string, existing: string[] = []): Promise<string> {
  return withLinks(await markupOf(text), { mount: '/wiki', title: 'Own', existing: new Set(existing) })
}

const missing = 'class="missing" title="Nobody has written this page yet"'

describe('renderPage', () => {
  test.each([
    ['a paragraph', 'a *b*', '<p>a <em>b</em></p>\n'],
    [
      'headings, none on the level of the title',
      '# a\n## b\n### c',
      '<h2 id="section-a">a</h2>\n<h2 id="section-b">b</h2>\n<h3 id="section-c">c</h3>\n',
    ],
    ['a list', '- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n'],
    ['a link', '[a](https://b.example)', '<p><a href="https://b.example">a</a></p>\n'],
  ])('renders %s', async (_, text, html) => {
    expect(await rendered(text)).toBe(html)
  })

  test.each([
    ['a script', '<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n'],
    ['a tag within a line', 'a <img src=x onerror=alert(1)>', '<p>a &lt;img src=x onerror=alert(1)&gt;</p>\n'],
    ['a comment', '<!-- a -->', '<p>&lt;!-- a --&gt;</p>\n'],
    ['a javascript: link', '[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>\n'],
    ['a javascript: link in entities', '[a](javascript&colon;alert(1))', '<p>[a](javascript:alert(1))</p>\n'],
    ['a data: link', '[a](data:text/html,b)', '<p>[a](data:text/html,b)</p>\n'],
    ['quotes in a title', '[a](b \'"onclick="c\')', '<p><a href="b" title="&quot;onclick=&quot;c">a</a></p>\n'],
    ['a fence that would break out', '```"><b>\n</code>', '<pre><code class="language-&quot;&gt;&lt;b&gt;">&lt;/code&gt;</code></pre>\n'],
    ['an attachment of a file system', '[a](attachment:../../etc/passwd)', '<p><a href="/wiki/file/Own?name=passwd">a</a></p>\n'],
    ['quotes in an attachment', '![a](<attachment:"onerror=b>)', '<p><img src="/wiki/file/Own?name=onerror%3Db" alt="a"></p>\n'],
    ['an attachment in code', '`src="attachment:a"`', '<p><code>src=&quot;attachment:a&quot;</code></p>\n'],
    ['a marker', '<a data-page="A">', '<p>&lt;a data-page=&quot;A&quot;&gt;</p>\n'],
  ])('does not let %s through', async (_, text, html) => {
    expect(await rendered(text, ['A'])).toBe(html)
  })

  it.each([
    ['[', 100_000],
    ['![', 50_000],
    ['[[', 50_000],
    ['[[a', 33_000],
    ['> ', 50_000],
    ['- ', 50_000],
    ['*a_ ', 25_000],
    ['<', 100_000],
    ['|a', 50_000],
  ])('ends soon on %s times %d', async (text, count) => {
    await markupOf('')
    const began = performance.now()
    await markupOf(text.repeat(count))
    expect(performance.now() - began).toBeLessThan(5_000)
  })
})

describe('withLinks', () => {
  test.each([
    ['a page', '[[A]]', '<p><a href="/wiki/page/A">A</a></p>\n'],
    ['a page in other words', '[[ A |the *first*]]', '<p><a href="/wiki/page/A">the *first*</a></p>\n'],
    ['a page that is not there', '[[B & C]]', `<p><a ${missing} href="/wiki/page/B%20%26%20C">B &amp; C</a></p>\n`],
    ['a page with a slash', '[[a/b]]', `<p><a ${missing} href="/wiki/page/a/b">a/b</a></p>\n`],
    ['a hostile title', '[["><script>]]', `<p><a ${missing} href="/wiki/page/%22%3E%3Cscript%3E">&quot;&gt;&lt;script&gt;</a></p>\n`],
    ['a page within another link, which is none then', '[a [[A]] b](c)', '<p>[a <a href="/wiki/page/A">A</a> b](c)</p>\n'],
    ['a page in a heading', '# [[A]]', '<h2 id="section-a"><a href="/wiki/page/A">A</a></h2>\n'],
  ])('links to %s', async (_, text, html) => {
    expect(await rendered(text, ['A'])).toBe(html)
  })

  test.each([
    ['code', '`[[A]]`', '<p><code>[[A]]</code></p>\n'],
    ['the description of an image', '![a [[A]]](b)', '<p><img src="b" alt="a A"></p>\n'],
    ['an escaped bracket', '\\[[A]]', '<p>[[A]]</p>\n'],
    ['brackets without a title', '[[]] [[ ]] [[\u200b]]', '<p>[[]] [[ ]] [[\u200b]]</p>\n'],
    ['a title that is too long', `[[${'a'.repeat(201)}]]`, `<p>[[${'a'.repeat(201)}]]</p>\n`],
    ['brackets that do not close', '[[A] b', '<p>[[A] b</p>\n'],
  ])('leaves %s alone', async (_, text, html) => {
    expect(await rendered(text, ['A'])).toBe(html)
  })
})

describe('linkedTitles', () => {
  it('names each page once, in its normal spelling', async () => {
    expect(linkedTitles(await markupOf('[[A]] [[ A|b]] [[a/ü  c]] [d](e)'))).toEqual(new Set(['A', 'a/ü c']))
  })
})

describe('headingsOf', () => {
  it('has each heading, with an id of its own', async () => {
    expect(headingsOf(await markupOf('# A *b*\n\n## a b\n\n### [c](d) `e`\n\n#### too deep\n\n## !'))).toEqual([
      { level: 2, id: 'section-a-b', html: 'A <em>b</em>' },
      { level: 2, id: 'section-a-b.2', html: 'a b' },
      { level: 3, id: 'section-c-e', html: 'c <code>e</code>' },
      { level: 2, id: 'section-', html: '!' },
    ])
  })

  it('takes no heading from a text that only looks like one', async () => {
    expect(headingsOf(await markupOf('<h2 id="x">a</h2>\n\n    <h2 id="y">b</h2>'))).toEqual([])
  })
})

import { type Page, withLinks } from './pages.ts'

const page = (source: string, path: string, text = ''): Page => ({ source, path, title: path, text })
const pages = [
  page('docs/deploy.md', 'deploy.md'),
  page('packages/http/README.md', 'packages/http.md'),
  page('decisions/0001-a.md', 'decisions/0001-a.md'),
]
const repository = { exists: (path: string) => path === 'apps/wiki', url: 'https://example.org/tree' }

describe('withLinks', () => {
  it.each([
    ['a document', '[x](docs/deploy.md)', '[x](/deploy.md)'],
    ['a part of one', '[x](docs/deploy.md#nginx-http)', '[x](/deploy.md#nginx-http)'],
    ["a package's folder", '[x](packages/http)', '[x](/packages/http.md)'],
    ['the folder of decisions', '[x](decisions)', '[x](/decisions/)'],
    ['what the site has not', '[x](apps/wiki)', '[x](https://example.org/tree/apps/wiki)'],
    ['another site', '[x](https://example.org/)', '[x](https://example.org/)'],
    ['the same page', '[x](#there)', '[x](#there)'],
    ['two at once', '[x](packages/http) [y](#a)', '[x](/packages/http.md) [y](#a)'],
  ])('leads to %s', (_, text, expected) => {
    expect(withLinks(page('README.md', 'index.md', text), pages, repository)).toBe(expected)
  })

  it('starts from where the document is', () => {
    expect(withLinks(page('packages/cgi/README.md', 'packages/cgi.md', '[x](../http) [y](../../docs/deploy.md)'), pages, repository)).toBe(
      '[x](/packages/http.md) [y](/deploy.md)',
    )
  })

  it('refuses a link that leads to nothing', () => {
    expect(() => withLinks(page('docs/deploy.md', 'deploy.md', '[x](nowhere.md)'), pages, repository)).toThrow(
      'docs: docs/deploy.md links to nowhere.md, and there is no docs/nowhere.md',
    )
  })
})

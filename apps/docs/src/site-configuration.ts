import type { DefaultTheme, UserConfig } from 'vitepress'
import type { Page } from './pages.ts'

/** How the site looks and is searched, for these pages. */
export function siteConfiguration(pages: readonly Page[], repository: string): UserConfig<DefaultTheme.Config> {
  const guides = pages.filter(({ source }) => source.startsWith('docs/'))
  const packages = pages.filter(({ source }) => source.startsWith('packages/') && source.endsWith('README.md'))
  return {
    title: 'Gangway',
    description: 'One interface between JavaScript applications and web servers',
    lang: 'en',
    cleanUrls: true,
    ignoreDeadLinks: [/^https?:\/\/(?:localhost|127\.0\.0\.1)/],
    lastUpdated: false,
    markdown: {
      languageAlias: { lighttpd: 'nginx', caddy: 'nginx', haproxy: 'nginx' },
      theme: { light: 'github-light-high-contrast', dark: 'github-dark' },
    },
    themeConfig: {
      search: { provider: 'local' },
      outline: [2, 3],
      nav: [
        { text: 'Guide', link: '/guide' },
        { text: 'Reference', link: '/reference/' },
      ],
      socialLinks: [{ icon: 'github', link: repository }],
      sidebar: [
        { text: 'Guide', items: [{ text: 'Gangway', link: '/' }, ...guides.toSorted(byOrder).map(itemOf)] },
        { text: 'Packages', items: packages.map((page) => itemOf({ ...page, title: page.title.replace('@gangway/', '') })) },
        {
          text: 'More',
          items: [
            { text: 'Reference', link: '/reference/' },
            { text: 'Specification', link: '/specification' },
            { text: 'Decisions', link: '/decisions/' },
            { text: 'Contributing', link: '/contributing' },
          ],
        },
      ],
    },
  }
}

function itemOf({ title, path }: Page): DefaultTheme.SidebarItem {
  return { text: title, link: `/${path.replace(/\.md$/, '')}` }
}

// A newcomer's way through the guides; what is not named comes last.
const order = ['guide.md', 'writing-middleware.md', 'deploy.md', 'migrating.md']

function byOrder(one: Page, other: Page): number {
  const place = ({ path }: Page) => (order.includes(path) ? order.indexOf(path) : order.length)
  return place(one) - place(other)
}

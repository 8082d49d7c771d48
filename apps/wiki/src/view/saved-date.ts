import { html, type Markup } from '@gangway/gateway'

/** A point of time for the visitor, in UTC. */
export function savedDate(savedAt: string): Markup {
  const [, day, month, year, time] = new Date(savedAt).toUTCString().split(' ')
  return html`<time datetime="${savedAt}">${Number(day)} ${month} ${year}, ${time?.slice(0, 5)} UTC</time>`
}

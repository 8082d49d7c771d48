import { setTimeout as sleep } from 'node:timers/promises'
import { httpClient } from '../../../test/src/http-client.ts'
import { actionAddress } from '../src/view/addresses.ts'
import { formOf } from './form-of.ts'

/** A revision that the wiki said it has saved. */
export interface Acknowledged {
  readonly title: string
  readonly number: number
  readonly text: string
}

/** What an editor met. */
export interface Editing {
  readonly acknowledged: Acknowledged[]
  /** Answers that were neither a form nor a save, by status; `0` is a connection that broke. */
  readonly refused: Map<number, number>
  /** Saves that were overtaken, and answered with both texts brought together. */
  conflicts: number
}

/** Signs in and returns the cookie. */
export async function signIn(origin: string, username: string, password: string): Promise<string> {
  const { fields } = await httpClient(origin)('POST', '/login', formOf({ username, password }))
  return String(fields['set-cookie']).split(';')[0] ?? ''
}

/** Edits these pages in turn until it is time, each time the form that the wiki shows; what was overtaken is sent again as it was brought together. */
export async function edit(
  { origin, cookie, titles, name }: { origin: string; cookie: string; titles: readonly string[]; name: string },
  until: number,
  editing: Editing,
): Promise<void> {
  const ask = httpClient(origin)
  for (let count = 1; performance.now() < until; count++) {
    const title = titles[count % titles.length] ?? ''
    const address = actionAddress('', 'edit', title)
    try {
      await change(title, address, `line ${count} of ${name}`)
    } catch (error) {
      // fetch says so when nobody listens, or the other side is gone
      if (!(error instanceof TypeError)) throw error
      refuse(editing, 0)
      await sleep(100)
    }
  }

  async function change(title: string, address: string, line: string): Promise<void> {
    let answer = await ask('GET', address, { headers: { cookie } })
    if (answer.status !== 200) return refuse(editing, answer.status)
    for (let attempt = 0; attempt < 20 && performance.now() < until; attempt++) {
      const { revision, text: shown } = formIn(answer.body)
      const lines = shown.split('\n').filter((each) => each !== line)
      const text = [...lines.slice(-100), line, ''].join('\n').replace(/\n{2,}/g, '\n')
      const { headers, body } = formOf({ text, revision: String(revision), comment: line })
      answer = await ask('POST', address, { headers: { ...headers, cookie }, body })
      if (answer.status === 303) {
        editing.acknowledged.push({ title, number: revision + 1, text })
        return
      }
      if (answer.status !== 409) return refuse(editing, answer.status)
      editing.conflicts++
    }
  }
}

function refuse({ refused }: Editing, status: number): void {
  refused.set(status, (refused.get(status) ?? 0) + 1)
}

function formIn(body: string): { revision: number; text: string } {
  const [, revision = ''] = /name="revision" value="(\d+)"/.exec(body) ?? []
  const [, text = ''] = /<textarea id="text"[^>]*>\n([^<]*)<\/textarea>/.exec(body) ?? []
  return { revision: Number(revision), text: unescaped(text) }
}

const characters: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' }

function unescaped(html: string): string {
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characters[entity] ?? entity)
}

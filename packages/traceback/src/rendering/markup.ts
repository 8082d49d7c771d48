import { escapeHtml } from '@gangway/gateway'
import { visible } from './visible.ts'

/** HTML that needs no escaping any more. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Content = Markup | string | number | false | undefined | readonly Content[]

/** HTML from a template. All that is put in is escaped, and every character of it can be seen; lists are joined. */
export function markup(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  let text = strings[0] ?? ''
  for (const [index, content] of contents.entries()) text += textOf(content) + (strings[index + 1] ?? '')
  return new Markup(text)
}

function textOf(content: Content): string {
  if (content instanceof Markup) return content.text
  if (content === false || content === undefined) return ''
  if (typeof content === 'object') return content.map(textOf).join('')
  return escapeHtml(visible(String(content)))
}

import type { Member, Value } from '../values/value.ts'
import { writeValue } from '../values/write-value.ts'
import { count } from './fold.ts'
import { markup, type Markup } from './markup.ts'

const widest = 72

/** A value: on one line where it fits, else to be opened. */
export function htmlValue(value: Value): Markup {
  const written = writeValue(value, 10_000)
  if (written.length <= widest || !hasMore(value)) return markup`<span class="v ${classOf(value)}">${written}</span>`
  return markup`<details class="v"><summary><span class="${classOf(value)}">${writeValue(value, widest)}</span></summary>${whole(value)}</details>`
}

/** Names with values, one below the other. */
export function htmlMembers(members: readonly Member[]): Markup {
  return markup`<dl>${members.map(({ name, value }) => markup`<div><dt>${name}</dt><dd>${htmlValue(value)}</dd></div>`)}</dl>`
}

function whole(value: Value): Markup {
  if (value.members)
    return markup`${htmlMembers(value.members)}${value.more !== undefined && markup`<p class="dim">${value.more} more</p>`}`
  return markup`<pre class="whole">${value.text}</pre>${value.more !== undefined && markup`<p class="dim">${count(value.more, 'more character')}</p>`}`
}

function hasMore(value: Value): boolean {
  return (value.members?.length ?? 0) > 0 || value.type === 'string'
}

function classOf({ type }: Value): string {
  if (type === 'string' || type === 'regexp') return 't-string'
  if (type === 'number' || type === 'bigint' || type === 'boolean' || type === 'date') return 't-number'
  if (type === 'undefined' || type === 'null') return 't-missing'
  return type === 'redacted' ? 't-redacted' : 't-object'
}

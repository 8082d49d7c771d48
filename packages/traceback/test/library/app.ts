import { text, type Context } from '@gangway/gateway'
import { cardOf } from './card.ts'
import { readBook } from './shelf.ts'

interface Reader {
  name: string
  password: string
}

/** A library with one book whose author nobody knows: /beowulf is the bug. */
export async function library(context: Context): Promise<Response> {
  const reader: Reader = { name: 'ann', password: 'correct horse battery staple' }
  return text(await show(context.path.slice(1), reader))
}

async function show(id: string, reader: Reader): Promise<string> {
  const book = await readBook(id)
  return cardOf(book, reader)
}

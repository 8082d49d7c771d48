import type { Book } from './shelf.ts'

type Decade = `${number}s`

/** The card of a book for the catalogue. */
export function cardOf(book: Book, reader: { name: string; password: string }): string {
  const lentTo: string[] = book.borrowedBy.filter((name) => name !== reader.name)
  const heading = `${book.title}, by ${nameOf(book, 'last')}`
  return `${heading} (${lentTo.length} lent)`
}

function nameOf(book: Book, order: 'first' | 'last'): string {
  const decade = decadeOf(book.author.born)
  return order === 'last' ? `${book.author.name}, ${decade}` : `${decade}, ${book.author.name}`
}

function decadeOf(born: number): Decade {
  return `${Math.floor(born / 10) * 10}s`
}

export interface Author {
  name: string
  born: number
}

export interface Book {
  title: string
  author: Author
  borrowedBy: string[]
}

const shelf = new Map<string, string>([
  ['sicp', '{ "title": "Structure and Interpretation", "author": { "name": "Abelson", "born": 1947 }, "borrowedBy": [] }'],
  ['beowulf', '{ "title": "Beowulf", "borrowedBy": ["ann", "bob"] }'],
])

/** A book as it was stored; what is stored was checked when somebody typed it in, or so they said. */
export async function readBook(id: string): Promise<Book> {
  await new Promise((resolve) => setTimeout(resolve, 1))
  const book: Book = JSON.parse(shelf.get(id) ?? '{}')
  return book
}

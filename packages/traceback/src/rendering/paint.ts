/** How parts of a text are told apart. */
export interface Paint {
  title(text: string): string
  strong(text: string): string
  dim(text: string): string
  mark(text: string): string
  name(text: string): string
}

/** As text. */
export const plain: Paint = { title: same, strong: same, dim: same, mark: same, name: same }

/** For a terminal. */
export const colored: Paint = {
  title: (text) => `\u001b[1;31m${text}\u001b[0m`,
  strong: (text) => `\u001b[1m${text}\u001b[0m`,
  dim: (text) => `\u001b[2m${text}\u001b[0m`,
  mark: (text) => `\u001b[31m${text}\u001b[0m`,
  name: (text) => `\u001b[36m${text}\u001b[0m`,
}

function same(text: string): string {
  return text
}

type Inspect = (value: unknown, options: object) => string

/** Makes `console.log` show instances under the name of what they stand for, with these members. */
export function inspectAs<Shown extends object>(prototype: Shown, name: string, view: (shown: Shown) => object): void {
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(this: Shown, _depth: number, options: object, inspect: Inspect) {
      return `${name} ${inspect(view(this), options)}`
    },
  })
}

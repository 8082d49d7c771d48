/** A value that may be there at once or later. What is there at once stays so: a synchronous application stays synchronous. */
export type Awaitable<Value> = Value | Promise<Value>

/** Does something; where that fails, at once or later, goes on with the error. */
export function orElse<Value, Other>(work: () => Awaitable<Value>, failed: (error: unknown) => Awaitable<Other>): Awaitable<Value | Other> {
  try {
    const value = work()
    return value instanceof Promise ? value.catch(failed) : value
  } catch (error) {
    return failed(error)
  }
}

/** Goes on with a value as soon as it is there. */
export function andThen<Value, Next>(value: Awaitable<Value>, next: (value: Value) => Awaitable<Next>): Awaitable<Next> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** A value that may be there at once or later. What is there at once stays so: a synchronous application stays synchronous. */
export type Awaitable<Value> = Value | Promise<Value>

/** Does something; where that fails, at once or later, goes on with the error. */
export function orElse<Value, Other>(work: () => Awaitable<Value>, failed: (error: unknown) => Awaitable<Other>): Awaitable<Value | Other> {
  try {
    const value = work()
    return isPromise(value) ? value.catch(failed) : value
  } catch (error) {
    return failed(error)
  }
}

/** Goes on with a value as soon as it is there. */
export function andThen<Value, Next>(value: Awaitable<Value>, next: (value: Value) => Awaitable<Next>): Awaitable<Next> {
  return isPromise(value) ? value.then(next) : next(value)
}

// `instanceof` walks through the prototypes of a reply, which loads the global Response: 20 ms of a CGI program's start.
function isPromise<Value>(value: Awaitable<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value
}

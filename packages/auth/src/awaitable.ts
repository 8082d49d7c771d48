/** A value that may be there at once or later. What is there at once stays so: a synchronous application stays synchronous. */
export type Awaitable<Value> = Value | Promise<Value>

/** Goes on with a value as soon as it is there. */
export function andThen<Value, Next>(value: Awaitable<Value>, next: (value: Value) => Awaitable<Next>): Awaitable<Next> {
  return isPromise(value) ? value.then(next) : next(value)
}

// Asking a reply whether it is an instance of something would load the global Response.
function isPromise<Value>(value: Awaitable<Value>): value is Promise<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

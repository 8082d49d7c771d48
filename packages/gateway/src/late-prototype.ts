/**
 * Makes `instanceof` a global class hold for ours without loading that global (20 ms of a CGI program's start) until somebody asks:
 * our prototype inherits from a proxy, which puts the real prototype in its own place the first time it is walked through.
 */
export function inheritLate(prototype: object, parent: () => object): void {
  const getPrototypeOf = () => {
    Object.setPrototypeOf(prototype, parent())
    return parent()
  }
  Object.setPrototypeOf(prototype, new Proxy({}, { getPrototypeOf }))
}

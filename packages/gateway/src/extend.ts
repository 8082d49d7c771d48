/** Puts a middleware's key on the context: `Object.assign`, typed. */
export function extend<Base extends object, Added extends object>(context: Base, added: Added): Base & Added {
  return Object.assign(context, added)
}

/** A plan that cannot be carried out; the message says why, to whoever typed it. */
export class PlanError extends Error {
  override name = 'PlanError'
}

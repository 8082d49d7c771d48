/** The part of jest's globals that is used; those of others with the same names serve as well. */
export interface TestGlobals {
  describe(name: string, define: () => void): unknown
  it(name: string, test: () => Promise<void>, timeout?: number): unknown
  beforeAll(hook: () => Promise<void>, timeout?: number): unknown
  afterAll(hook: () => Promise<void>, timeout?: number): unknown
}

/**
 * The globals of the test runner.
 * @throws {TypeError} outside of one; `without` names what needs none.
 */
export function testGlobals(without: string): TestGlobals {
  const [describe, it, beforeAll, afterAll] = ['describe', 'it', 'beforeAll', 'afterAll'].map((name) => Reflect.get(globalThis, name))
  if (describe && it && beforeAll && afterAll) return { describe, it, beforeAll, afterAll }
  throw new TypeError(`conformance: there is no describe, it, beforeAll and afterAll; ${without} needs no test runner`)
}

import type { Variable } from '../locals/capture.ts'
import type { Expression } from '../source/expressions.ts'
import type { Member, Value } from '../values/value.ts'

const absent: Value = { type: 'undefined', text: 'undefined' }

/** The values of what a line reads, as far as they were captured. */
export function lineValues(expressions: readonly Expression[], variables: readonly Variable[]): Member[] {
  return expressions.flatMap((expression) => {
    const variable = variables.find(({ name }) => name === expression[0])
    const value = variable && memberAt(variable.value, expression.slice(1))
    // That a function is one is plain from its call.
    return value && value.type !== 'function' ? [{ name: expression.join('.'), value }] : []
  })
}

// A method, or a member that was not captured, has no value here; one that is certainly not there is undefined.
function memberAt(value: Value, path: readonly string[]): Value | undefined {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (value.type === 'array' && name === 'length') return undefined
  const member = value.members?.find((each) => each.name === name)
  if (member) return memberAt(member.value, rest)
  if (name in Object.prototype) return undefined
  const isWhole = value.type === 'object' && value.text === 'Object' && value.members !== undefined && value.more === undefined
  return isWhole && rest.length === 0 ? absent : undefined
}

import { unscoped } from './plan.ts'

/** What a middleware is called in code, in fields and in prose, made of its package's name: `gangway-time-zone` gives `timeZone`, `TimeZone`, `time-zone`. */
export interface Identifiers {
  camel: string
  pascal: string
  kebab: string
}

export function identifiersOf(packageName: string): Identifiers {
  const kebab = unscoped(packageName)
    .replace(/^gangway-(?=.*[a-z])|(?<=[a-z].*)-gangway$/g, '')
    .replace(/[._~-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
  const pascal = kebab.replace(/(?:^|-)(.)/g, (_, first: string) => first.toUpperCase())
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1)
  return { camel: reserved.has(camel) ? `${camel}Middleware` : camel, pascal, kebab }
}

// Words that cannot name an exported function in a module, and names that the template uses.
const reserved = new Set(
  `arguments await break case catch choose class const continue debugger default delete do else enum eval export extend extends false finally for function if
  implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof values var
  varying void while with withHeaders yield`.split(/\s+/),
)

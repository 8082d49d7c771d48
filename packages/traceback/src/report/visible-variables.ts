import type { CapturedFrame, Variable } from '../locals/capture.ts'
import type { SourceMaps } from '../source/source-map.ts'
import { pathOfUrl } from '../source/source-url.ts'

/** The variables of a frame under the names they were written with; one that hides another comes first, and the other not at all. */
export function visibleVariables({ url, range, self, variables }: CapturedFrame, maps: SourceMaps): Variable[] {
  const names = range ? maps.namesIn(pathOfUrl(url), range) : new Map<string, string>()
  const seen = new Map<string, Variable>()
  if (self) seen.set('this', { name: 'this', value: self, scope: 'local' })
  for (const variable of variables) {
    const name = names.get(variable.name) ?? variable.name
    if (!seen.has(name)) seen.set(name, { ...variable, name })
  }
  return [...seen.values()]
}

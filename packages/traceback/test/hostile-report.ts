import type { ErrorReport, Report } from '../src/report/report.ts'
import type { Value } from '../src/values/value.ts'

/** A report that has one text in each of its fields. */
export function hostileReport(payload: string): Report {
  const field = { name: payload, text: payload }
  return {
    id: payload,
    signature: payload,
    time: payload,
    status: 500,
    error: hostileError(payload, 2),
    request: {
      method: payload,
      url: payload,
      client: payload,
      headers: [field],
      form: [field],
      sessionKeys: [payload],
      gateway: [field],
      variables: [field],
    },
    runtime: [field],
    repeated: 1,
    notes: [payload],
  }
}

function hostileError(payload: string, depth: number): ErrorReport {
  const long = { type: 'string', text: payload.repeat(20), more: 5 }
  const types = ['string', 'object', 'undefined', 'redacted', 'number', 'function']
  const members = [...types.map((type) => ({ name: payload, value: { type, text: payload } })), { name: payload, value: long }]
  const value: Value = {
    type: 'map',
    text: payload,
    members: [{ name: payload, value: { type: 'object', text: payload, members, more: 3 } }],
    more: 1,
  }
  const frame = {
    functionName: payload,
    file: payload,
    line: 2,
    column: 3,
    packageName: payload,
    isAsync: true,
    path: `/${payload}`,
    generated: payload,
    source: { first: 1, lines: [payload, payload, `'${payload}`], line: 2, column: 3 },
    lineValues: [{ name: payload, value }, ...members],
    variables: [{ name: payload, value, scope: 'local' as const }, ...members.map((member) => ({ ...member, scope: 'closure' as const }))],
  }
  return {
    name: payload,
    message: payload,
    properties: [{ name: payload, value }, ...members],
    frames: [frame, { ...frame, kind: 'dependency' as const }, { ...frame, kind: 'runtime' as const }].map((each) => ({
      kind: 'app' as const,
      ...each,
    })),
    sharedFrames: 1,
    related:
      depth === 0
        ? [{ relation: payload, error: undefined, omitted: payload }]
        : [{ relation: payload, error: hostileError(payload, depth - 1) }],
  }
}

const run = 'parent.ran=document.title'

/** Texts that would run a script, or look like something else, where they are not escaped for the place they stand in. */
export const payloads: readonly string[] = [
  `<script>${run}</script>`,
  `</script><script>${run}</script>`,
  `</style><script>${run}</script>`,
  `</title><script>${run}</script>`,
  `</pre></textarea><script>${run}</script>`,
  `"><img src=x onerror="${run}">`,
  `'><img src=x onerror='${run}'>`,
  `" autofocus tabindex=1 onfocus="${run}" x="`,
  `' onmouseover='${run}' style='position:fixed;inset:0`,
  `--><script>${run}</script><!--`,
  `--!><script>${run}</script>`,
  `]]><script>${run}</script>`,
  `<svg onload="${run}">`,
  `<iframe srcdoc="<script>parent.${run}</script>">`,
  `javascript:${run}`,
  `&lt;script&gt;${run}&lt;/script&gt;`,
  `&#60;script&#62;${run}&#60;/script&#62;`,
  `\u0000<\u0000script>${run}</script>`,
  `<scr\u2028ipt>${run}</script>`,
  `\u202E<!-- ${run} -->\u2066`,
  `\u001b[2J\u001b]0;title\u0007\u009b31m`,
  `\ud800\udfff\ud800<b>`,
  '${' + run + '}`' + `\\u003cscript>${run}</script>`,
  `<base href="https://attacker.example/"><meta http-equiv=refresh content="0;url=https://attacker.example/">`,
  `<form action=//attacker.example><input autofocus onfocus=${run}>`,
]

import type { Field } from './report.ts'

/** The process, as far as the runtime tells. */
export function runtimeReport(): Field[] {
  const { process } = globalThis
  if (process?.versions === undefined) return []
  const { versions, platform, arch, pid } = process
  const [name, version] = 'bun' in versions ? ['Bun', versions.bun] : 'deno' in versions ? ['Deno', versions.deno] : ['Node', versions.node]
  return [
    { name: 'runtime', text: `${name} ${version}` },
    { name: 'system', text: `${platform} ${arch}` },
    { name: 'process', text: String(pid) },
    { name: 'running for', text: `${Math.round(process.uptime())} s` },
    { name: 'memory', text: `${Math.round(process.memoryUsage.rss() / 1_048_576)} MiB` },
    { name: 'working directory', text: process.cwd() },
    { name: 'program', text: process.argv.slice(1, 2).join(' ') },
  ]
}

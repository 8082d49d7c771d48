import type { InstallOptions } from './options.ts'
export function install(options: InstallOptions = {}): () => void {
  return () => void options
}

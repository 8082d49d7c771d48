import { nodeModule } from '../node.ts'

/** Whether a URL names a file. */
export function isFileUrl(url: string): boolean {
  return /^file:/i.test(url)
}

/** The path that a file's URL names; anything else as it is. */
export function pathOfUrl(url: string): string {
  if (!isFileUrl(url)) return url
  try {
    return nodeModule('node:url')?.fileURLToPath(url) ?? url
  } catch {
    return url // a host, or an encoded slash: no file of this machine
  }
}

/** The URL of a path; a URL as it is. */
export function urlOfPath(path: string): string {
  if (/^[a-z][a-z\d+.-]+:/i.test(path)) return path
  return nodeModule('node:url')?.pathToFileURL(path).href ?? path
}

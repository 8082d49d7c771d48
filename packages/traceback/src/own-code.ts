// What of this package stands on the stack of an application; all of it is called from there.
const names = ['guard', 'traceback', 'watched-body', 'locals/watch']
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
const files = new Set(names.flatMap((name) => formsOf(new URL(`${name}${ending}`, import.meta.url))))

/** Whether a file, by path or URL, is this package's: its frames are of no interest. */
export function isOurs(file: string): boolean {
  return files.has(file)
}

function formsOf({ href, pathname }: URL): string[] {
  return [href, decodeURIComponent(pathname)]
}

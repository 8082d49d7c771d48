// What of this package stands on the stack of an application; all of it is called from there.
const names = ['guard', 'traceback', 'watched-body', 'locals/watch']
// A module of workerd has no address.
const here: string | undefined = import.meta.url
const files = new Set(
  here === undefined ? [] : names.flatMap((name) => formsOf(new URL(`${name}${here.slice(here.lastIndexOf('.'))}`, here))),
)

/** Whether a file, by path or URL, is this package's: its frames are of no interest. */
export function isOurs(file: string): boolean {
  return files.has(file)
}

function formsOf({ href, pathname }: URL): string[] {
  return [href, decodeURIComponent(pathname)]
}

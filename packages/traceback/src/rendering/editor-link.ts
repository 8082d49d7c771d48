const editors: Readonly<Record<string, string>> = {
  vscode: 'vscode://file{file}:{line}:{column}',
  cursor: 'cursor://file{file}:{line}:{column}',
  zed: 'zed://file{file}:{line}:{column}',
  idea: 'idea://open?file={file}&line={line}&column={column}',
  sublime: 'subl://open?url=file://{file}&line={line}&column={column}',
  textmate: 'txmt://open?url=file://{file}&line={line}&column={column}',
  emacs: 'emacs://open?url=file://{file}&line={line}&column={column}',
}

/** Where an editor opens a place, for a path of this machine. */
export function editorLink(
  editor: string | undefined,
  { path, line, column }: { path: string; line: number; column: number },
): string | undefined {
  const template = editor === undefined ? undefined : (editors[editor] ?? editor)
  if (template === undefined || line === 0 || !/^(?:\/(?!\/)|[a-z]:[\\/])/i.test(path)) return undefined
  // C:\\app becomes /C:/app
  const slashed = path
    .toWellFormed()
    .replaceAll('\\', '/')
    .replace(/^(?!\/)/, '/')
  const file = encodeURI(slashed).replace(/[?#&]/g, encodeURIComponent)
  return template
    .replaceAll('{file}', () => file)
    .replaceAll('{line}', String(line))
    .replaceAll('{column}', String(Math.max(column, 1)))
}

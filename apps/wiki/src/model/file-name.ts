/** UTF-16 code units the name of an attachment may have. */
export const longestFileName = 120

/** Bytes that an attachment may have. */
export const largestAttachment = 1_073_741_824

/** A name under which a file can be kept, linked to and downloaded, whatever a browser called it. */
export function fileNameOf(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  // Bidirectional controls would let `exe.gnp` read `png.exe`.
  const visible = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029<>:"|?*\ufffd]/gu, '')
    .replace(/\s+/g, ' ')
  const trimmed = visible.replace(/^[\s.]+|[\s.]+$/g, '')
  return shortened(trimmed) || 'file'
}

function shortened(name: string): string {
  if (name.length <= longestFileName) return name
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? ''
  return (
    name
      .slice(0, longestFileName - extension.length)
      .toWellFormed()
      .replace(/\ufffd/g, '') + extension
  )
}

import { byteLength } from './byte-length.ts'

// What must not be shown: controls, marks that turn the direction of text, separators of lines, halves of characters.
const invisible = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g
const reserved = /[<>:"|?*]/g
// With these names Windows opens a device, whatever the extension.
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³])\s*(?:\.|$)/i
const longest = 255
const longestExtension = 20

/** A file's name that is one segment of a path on any system, can be shown, and is at most 255 bytes long. */
export function safeName(sent: string): string {
  const last = sent.slice(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
  const visible = last.toWellFormed().normalize('NFC').replace(invisible, '').replace(reserved, '_')
  const trimmed = withoutEnds(visible)
  if (trimmed === '' || trimmed === '_') return 'file'
  return shortened(device.test(trimmed) ? `_${trimmed}` : trimmed)
}

// A dot at the start hides a file, or is `..`; dots and blanks at the end are not seen by Windows.
function withoutEnds(name: string): string {
  let end = name.length
  while (end > 0 && /[\s.]/.test(name[end - 1] ?? '')) end--
  const kept = name.slice(0, end).trimStart()
  return kept.startsWith('.') ? `_${kept.slice(1)}` : kept
}

function shortened(name: string): string {
  if (byteLength(name) <= longest) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 ? name.slice(dot) : ''
  const extension = byteLength(ending) <= longestExtension ? ending : ''
  const room = longest - byteLength(extension)
  let stem = ''
  let used = 0
  for (const character of name.slice(0, name.length - extension.length)) {
    used += byteLength(character)
    if (used > room) break
    stem += character
  }
  return stem + extension
}

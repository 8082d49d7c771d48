// Controls, and what reorders or hides text (Trojan Source, CVE-2021-42574): all but tabs and newlines.
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/g

/** A text in which every character can be seen: one that cannot is written as its escape. */
export function visible(text: string): string {
  return text.toWellFormed().replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visible(text.replaceAll('\n', '\\n').replaceAll('\t', ' '))
}

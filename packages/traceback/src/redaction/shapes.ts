const mark = '[redacted]'

// What can be told to be a secret by its look; each takes linear time.
const shapes: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g, keepLines],
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g, hide],
  [/\bFe26\.\d+\*[\w*.~-]+/g, hide],
  [/\b(?:Bearer|Basic|Digest|Negotiate) +[\w.~+/-]{8,}=*/gi, (found) => `${found.slice(0, found.indexOf(' '))} ${mark}`],
  [/\b(?:sk|pk|rk|whsec)_(?:live_|test_)?\w{8,}/g, hide],
  [/\b(?:sk-|ghp_|gho_|ghu_|ghs_|ghr_|github_pat_|glpat-|npm_|xox[abeoprs]-|shpat_|dop_v1_|hf_)[\w-]{16,}/g, hide],
  [/\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g, hide],
  [/\bAIza[\w-]{30,}/g, hide],
  [/\$2[abxy]\$\d\d\$[\w./]{20,}|\$argon2(?:id|i|d)\$[\w=,$+/-]{10,}/g, hide],
  [/:\/\/[^\s/:@]{0,200}:[^\s/@]{1,200}@/g, () => `://${mark}@`],
  [/(?<![\w.])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\w.])/g, (found) => (isCard(found.replace(/\D/g, '')) ? mark : found)],
]

/** A text without what looks like a secret: private keys, tokens, seals, API keys, hashes of passwords, credentials in URLs, card numbers. */
export function withoutShapes(text: string): string {
  let rest = text
  for (const [pattern, replace] of shapes) rest = rest.replace(pattern, replace)
  return rest
}

function hide(): string {
  return mark
}

// A key that stands in source takes as many lines as before.
function keepLines(found: string): string {
  return mark + '\n'.repeat(found.split('\n').length - 1)
}

// ISO/IEC 7812, Luhn's sum
function isCard(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits.at(-1 - index))
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const words = new Set(
  `auth authorization bearer cookie cookies credential credentials csrf cvc cvv jwt otp pass passcode passphrase passwd password passwords
  pin pwd secret secrets session sessionid sid sig signature ssn token tokens totp xsrf`.split(/\s+/),
)
const kindsOfKeys = /(?:api|access|auth|client|encryption|license|master|private|secret|service|session|signing|ssh)[-_ ]?keys?(?![a-z])/i
const anywhere =
  /passw(?:or)?d|passphrase|secret|credential|authorization|apikey|privatekey|cookie|(?:access|auth|bearer|id|refresh|session)token/i

/** Whether what is called so is nobody's business: `password`, `apiKey`, `SESSION_ID`, `set-cookie`; not `author`, `keyboard`, `passenger`. */
export function isSecretName(name: string): boolean {
  if (anywhere.test(name) || kindsOfKeys.test(name)) return true
  return wordsOf(name).some((word) => words.has(word))
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
}

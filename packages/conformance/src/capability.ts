/** What a case may need of the peer, the protocol or the gateway, in words. */
export const capabilities = {
  absoluteTarget: 'a request target with scheme and authority',
  abruptEnd: 'a request body of unknown length that is seen to break off',
  anyAuthority: 'a request for any host',
  anyFieldName: 'field names with other characters than letters, digits and hyphens',
  anyMethod: 'methods that no registry knows',
  asteriskTarget: 'OPTIONS *',
  bodyOfGet: 'a GET with a body',
  brokenResponse: 'a response without a length that is seen to break off',
  bytesInFields: 'request fields with bytes above 0x7F',
  bytesInTarget: 'a request target with bytes above 0x7F',
  emptyField: 'a request field without a value',
  expectContinue: 'Expect: 100-continue',
  framing: 'a gateway that writes heads and lengths of responses itself',
  fullDuplex: 'a response that begins before the request has ended',
  hold: 'a client that reads no further and thereby stops the application',
  informational: 'interim responses',
  keepAlive: 'several requests on one connection',
  largeHead: 'request and response heads of several KB',
  leave: 'a client that leaves, and an application that learns of it',
  log: 'the lines that an application logs, seen by the web server',
  malformedLength: 'a Content-Length that is no number',
  method: 'the methods that Fetch forbids',
  multiplex: 'several requests at a time on one connection',
  oversizedHead: 'a request head of 300 KB',
  rawTarget: 'a request target sent as it is',
  reasonPhrase: 'the text after the status',
  repeatedCookie: 'several Cookie fields in one request',
  requestBackpressure: 'an upload that stalls while the application does not read it',
  streaming: 'each piece of a response as soon as it is written',
  surplus: 'more of a request body than its Content-Length says',
  trailers: 'trailer fields',
  truncation: 'a request body that ends before its Content-Length',
  underscoredName: 'request fields with an underscore in their name',
  unknownLength: 'a request body without a Content-Length',
} as const

/** A name of `capabilities`. */
export type Capability = keyof typeof capabilities

/** What can be done and what cannot; what is not named can. */
export type Can = Readonly<Partial<Record<Capability, boolean>>>

/** The first of these that cannot be done. */
export function lacking(needs: readonly Capability[], ...can: readonly Can[]): Capability | undefined {
  return needs.find((need) => can.some((given) => given[need] === false))
}

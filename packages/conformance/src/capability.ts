/** What a case may need of the peer, the protocol or the gateway, in words. */
export const capabilities = {
  aboveRoot: 'dot segments that lead above the root',
  abruptEnd: 'a request body of unknown length that is seen to break off',
  absoluteTarget: 'a request target with scheme and authority',
  anyAuthority: 'a request for any host',
  anyFieldName: 'field names with other characters than letters, digits and hyphens',
  anyMethod: 'methods that no registry knows',
  asteriskTarget: 'OPTIONS *',
  bodyOfGet: 'a GET with a body',
  brokenResponse: 'a response without a length that is seen to break off',
  bytesInFields: 'request fields with bytes above 0x7F',
  bytesInTarget: 'a request target with bytes above 0x7F',
  contentLength: 'the content-length of a response, seen by the peer',
  earlyHead: 'the head of a response before any of its body',
  emptyField: 'a field without a value',
  expectContinue: 'Expect: 100-continue',
  fragment: 'a request target with a fragment',
  framing: 'a gateway that writes heads and lengths of responses itself',
  fullDuplex: 'a response that begins before the request has ended',
  hold: 'a client that reads no further and thereby stops the application',
  informational: 'interim responses',
  keepAfterError: 'a connection that is kept after a 500',
  keepAlive: 'several requests on one connection',
  largeHead: 'request and response heads of several KB',
  leave: 'a client that leaves, and an application that learns of it',
  leaveEarly: 'a client that leaves before the response has begun, and an application that learns of it',
  log: 'the lines that an application logs, seen by the web server',
  malformedAuthority: 'a Host that is none',
  malformedLength: 'a Content-Length that is no number',
  method: 'the methods that Fetch forbids',
  missingLength: 'a POST that says nothing of a body',
  multiplex: 'several requests at a time on one connection',
  oddEscapes: 'escapes of control characters and of bytes that are no UTF-8',
  oversizedHead: 'a request head of 300 KB',
  rawTarget: 'a request target sent as it is',
  reasonPhrase: 'the text after the status',
  repeatedCookie: 'several Cookie fields in one request',
  requestBackpressure: 'an upload that stalls while the application does not read it',
  severalRanges: 'several ranges in one request, left to the application',
  shortResponse: 'a response shorter than its content-length that is seen to be broken',
  spacedField: 'spaces and tabs around the value of a field',
  streaming: 'each piece of a response as soon as it is written',
  surplus: 'more of a request body than its Content-Length says',
  trailers: 'trailer fields',
  truncation: 'a request body that ends before its Content-Length',
  unambiguousName: 'field names with underscores that are not taken for those with hyphens',
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

import type { Can } from './capability.ts'

/** What is lost on the way through a web server to a FastCGI or CGI application behind it. */
export interface WebServers {
  readonly nginx: Can
  /** With `fastcgi_request_buffering` and `fastcgi_buffering` off. */
  readonly nginxUnbuffered: Can
  /** With mod_proxy_fcgi. */
  readonly apache: Can
  /** With mod_cgid. */
  readonly apacheCgi: Can
  /** With mod_fastcgi, and `server.stream-response-body = 2`. */
  readonly lighttpd: Can
  /** With mod_cgi. */
  readonly lighttpdCgi: Can
}

const anyWebServer: Can = {
  anyFieldName: false,
  asteriskTarget: false,
  earlyHead: false,
  expectContinue: false,
  informational: false,
  log: false,
  multiplex: false,
  surplus: false,
  trailers: false,
  underscoredName: false,
}

const nginx: Can = {
  ...anyWebServer,
  aboveRoot: false,
  absoluteTarget: false,
  fullDuplex: false,
  malformedAuthority: false,
  spacedField: false,
}

const apache: Can = {
  ...anyWebServer,
  aboveRoot: false,
  contentLength: false,
  fragment: false,
  fullDuplex: false,
  keepAfterError: false,
  leaveEarly: false,
  repeatedCookie: false,
}

const lighttpd: Can = {
  ...anyWebServer,
  absoluteTarget: false,
  bodyOfGet: false,
  bytesInTarget: false,
  emptyField: false,
  fullDuplex: false,
  informational: true,
  leaveEarly: false,
  missingLength: false,
  oddEscapes: false,
  reasonPhrase: false,
  requestBackpressure: false,
  severalRanges: false,
  unambiguousName: false,
  unknownLength: false,
}

/** What the web servers in front of an application keep from it, as seen with nginx 1.22, Apache 2.4 and lighttpd 1.4.69. */
export const behind: WebServers = {
  nginx: {
    ...nginx,
    abruptEnd: false,
    hold: false,
    leaveEarly: false,
    requestBackpressure: false,
    streaming: false,
    truncation: false,
  },
  nginxUnbuffered: nginx,
  apache,
  apacheCgi: { ...apache, abruptEnd: false, brokenResponse: false, shortResponse: false, truncation: false },
  lighttpd,
  lighttpdCgi: {
    ...lighttpd,
    brokenResponse: false,
    contentLength: false,
    hold: false,
    informational: false,
    leave: false,
    streaming: false,
    truncation: false,
  },
}

import type { Case } from '../case.ts'

export const targets: readonly Case[] = [
  {
    name: 'the root',
    context: { path: '/', query: '', target: '/', url: '/' },
  },
  {
    name: 'a path and a query',
    request: { target: '/pages/first?q=1&r=a+b' },
    context: { path: '/pages/first', query: 'q=1&r=a+b', target: '/pages/first?q=1&r=a+b', url: '/pages/first?q=1&r=a+b' },
  },
  {
    name: 'C.4 %2F in a path stays encoded',
    request: { target: '/a%2Fb/c%2fd' },
    context: { path: '/a%2Fb/c%2fd', target: '/a%2Fb/c%2fd', url: '/a%2Fb/c%2fd' },
  },
  {
    name: 'C.4 other escapes in a path stay as they are',
    request: { target: '/caf%c3%a9/%41%20b' },
    context: { path: '/caf%c3%a9/%41%20b', target: '/caf%c3%a9/%41%20b' },
  },
  {
    name: 'an escaped byte that is no UTF-8 stays as it is',
    needs: ['oddEscapes'],
    request: { target: '/caf%E9' },
    context: { path: '/caf%E9', target: '/caf%E9' },
  },
  {
    name: 'an escaped percent sign is decoded by nobody',
    request: { target: '/100%25/%252F' },
    context: { path: '/100%25/%252F', target: '/100%25/%252F' },
  },
  {
    name: 'CVE-2019-11043 an escaped line feed stays encoded',
    needs: ['oddEscapes'],
    request: { target: '/a%0ab%0d%0aSet-Cookie:x' },
    context: { path: '/a%0ab%0d%0aSet-Cookie:x', target: '/a%0ab%0d%0aSet-Cookie:x' },
  },
  {
    name: 'a percent sign that escapes nothing stays as it is',
    needs: ['rawTarget'],
    request: { target: '/x?q=100%&r=%zz' },
    context: { path: '/x', query: 'q=100%&r=%zz', target: '/x?q=100%&r=%zz' },
  },
  {
    name: 'HTTP-01 a path that starts with two slashes is no authority',
    request: { target: '//evil.test/x' },
    context: { path: '//evil.test/x', target: '//evil.test/x', url: '//evil.test/x' },
  },
  {
    name: 'several slashes in a row are kept',
    request: { target: '/a//b///c/' },
    context: { path: '/a//b///c/', target: '/a//b///c/' },
  },
  {
    name: 'a slash at the end is kept',
    request: { target: '/folder/' },
    context: { path: '/folder/', url: '/folder/' },
  },
  {
    name: 'semicolons, colons, commas and at signs in a path are kept',
    request: { target: "/a;b=c,d@e:f!$&'()*+~" },
    context: { path: "/a;b=c,d@e:f!$&'()*+~", target: "/a;b=c,d@e:f!$&'()*+~" },
  },
  {
    name: 'dot segments are resolved as in a URL, and the raw target is kept',
    needs: ['rawTarget'],
    request: { target: '/a/../b/%2e%2e/./c' },
    context: { path: '/c', target: '/a/../b/%2e%2e/./c', url: '/c' },
  },
  {
    name: 'dot segments do not lead above the root',
    needs: ['aboveRoot', 'rawTarget'],
    request: { target: '/../../etc/passwd' },
    context: { path: '/etc/passwd', target: '/../../etc/passwd' },
  },
  {
    name: 'a backslash is a slash, as in a URL',
    needs: ['rawTarget'],
    request: { target: '/a\\b' },
    context: { path: '/a/b', target: '/a\\b' },
  },
  {
    name: 'bytes above 0x7F in a target are percent-encoded, and the raw target is kept',
    needs: ['rawTarget', 'bytesInTarget'],
    request: { target: '/caf\xe9?q=\xc3\xa9' },
    context: { path: '/caf%E9', query: 'q=%C3%A9', target: '/caf\xe9?q=\xc3\xa9', url: '/caf%E9?q=%C3%A9' },
  },
  {
    name: 'quotes and angle brackets are percent-encoded',
    needs: ['rawTarget'],
    request: { target: '/"a"<b>?"c"<d>' },
    context: { path: '/%22a%22%3Cb%3E', query: '%22c%22%3Cd%3E', target: '/"a"<b>?"c"<d>' },
  },
  {
    name: 'brackets, bars, carets and backticks in a query stay as they are',
    needs: ['rawTarget'],
    request: { target: '/x?a[]=1|2&b={^}`' },
    context: { query: 'a[]=1|2&b={^}`', target: '/x?a[]=1|2&b={^}`' },
  },
  {
    name: 'an apostrophe is percent-encoded in a query, not in a path',
    needs: ['rawTarget'],
    request: { target: "/it's?it's" },
    context: { path: "/it's", query: 'it%27s', target: "/it's?it's" },
  },
  {
    name: 'a question mark without a query',
    needs: ['rawTarget'],
    request: { target: '/x?' },
    context: { path: '/x', query: '', target: '/x?' },
  },
  {
    name: 'a query with question marks and slashes',
    request: { target: '/x?a=/b/../c?d=??' },
    context: { path: '/x', query: 'a=/b/../c?d=??' },
  },
  {
    name: 'HTTP-01 a fragment is no part of path or query',
    needs: ['fragment', 'rawTarget'],
    request: { target: '/x?a=b#c?d' },
    context: { path: '/x', query: 'a=b', url: '/x?a=b' },
  },
  {
    name: 'a target of 4 KB',
    request: { target: `/${'long/'.repeat(700)}?${'q=1&'.repeat(150)}` },
    context: { path: `/${'long/'.repeat(700)}`, query: 'q=1&'.repeat(150) },
  },
  {
    name: 'HTTP-01 OPTIONS * is asked of the server as a whole',
    needs: ['asteriskTarget'],
    request: { method: 'OPTIONS', target: '*' },
    context: { method: 'OPTIONS', target: '*', path: '/', query: '', url: '/' },
  },
  {
    name: 'RFC 9112 3.2.2 the authority of an absolute target wins over Host',
    needs: ['absoluteTarget'],
    request: { target: 'http://other.test:8080/p?q' },
    context: { path: '/p', query: 'q', target: 'http://other.test:8080/p?q', url: 'http://other.test:8080/p?q' },
  },
  {
    name: 'an absolute target without a path',
    needs: ['absoluteTarget'],
    request: { target: 'http://other.test' },
    context: { path: '/', query: '', target: 'http://other.test', url: 'http://other.test/' },
  },
  {
    name: 'HTTP-02 the host with its port is that of the URL',
    needs: ['anyAuthority'],
    request: { authority: 'example.test:8081', target: '/x' },
    context: { url: 'http://example.test:8081/x', headers: { host: 'example.test:8081' } },
  },
  {
    name: 'HTTP-02 an IPv6 host',
    needs: ['anyAuthority'],
    request: { authority: '[2001:db8::1]:8081' },
    context: { url: 'http://[2001:db8::1]:8081/' },
  },
  ...['user:password@evil.test', 'a b', 'a/evil', 'a?b', 'evil.test:port', '[::1'].map((authority): Case => ({
    name: `HTTP-02 the host ${JSON.stringify(authority)} is refused`,
    needs: ['malformedAuthority'],
    request: { authority },
    refused: [400],
  })),
]

import { sendfileWith } from './sendfile.ts'

describe('sendfileWith', () => {
  const accel = sendfileWith({ header: 'X-Accel-Redirect', folders: { '/srv/files/': '/internal', '/srv/other': '/o/' } })

  test.each([
    ['/srv/files/a b/ü%.txt', '/internal/a%20b/%C3%BC%25.txt'],
    ['/srv/files/a\r\nb', '/internal/a%0D%0Ab'],
    ['/srv/other/x', '/o/x'],
  ])('names %j as %s', (path, location) => {
    expect(accel(path)).toEqual(['x-accel-redirect', location])
  })

  test.each([
    '/srv/files',
    '/srv/filesystem/a',
    '/etc/passwd',
    'srv/files/a',
    '/srv/files/../../etc/passwd',
    '/srv/files/./a',
    '/srv/files/a/..',
  ])('hands %s over to nobody', (path) => expect(accel(path)).toBeNull())

  it('names the file itself for X-Sendfile', () => {
    const sendfile = sendfileWith({ header: 'X-Sendfile', folders: { '/srv': '/srv' } })
    expect(sendfile('/srv/a')).toEqual(['x-sendfile', '/srv/a'])
  })

  it('does not throw for a name that is no text', () => {
    expect(accel('/srv/files/\ud800')).toBeNull()
  })

  it('refuses a folder that is not absolute', () => {
    expect(() => sendfileWith({ header: 'X-Sendfile', folders: { srv: '/srv' } })).toThrow(TypeError)
  })

  it('names a file as it is to a server that decodes nothing, unless a field cannot hold that', () => {
    const sendfile = sendfileWith({ header: 'X-Sendfile', folders: { '/srv': '/srv' }, encoded: false })
    expect(sendfile('/srv/a b/ü%.txt')).toEqual(['x-sendfile', '/srv/a b/\u00c3\u00bc%.txt'])
    for (const path of ['/srv/a\nb', '/srv/a\r', '/srv/\0', '/srv/a\x7f', '/srv/a ']) expect(sendfile(path)).toBeNull()
  })
})
